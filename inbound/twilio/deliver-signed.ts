import { deliver } from '#inbound/deliver.ts';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { accountIn } from '#inbound/twilio/account-in.ts';
import { type Signer, speaksFor } from '#lib/phones/signer.ts';

/**
 * Stores what a webhook of Twilio's brought, as far as its signer is believed. False: it is for no managed phone, or,
 * signed by an account of a workspace's own, for none of that workspace.
 */
export async function deliverSigned(signer: Signer, message: ReceivedMessage): Promise<boolean> {
  const [number = ''] = message.recipients;
  if (!(await speaksFor(signer, number))) return false;
  const [outcome] = await deliver(signer.workspaceId === null ? message : withOwnFiles(signer, message));
  return outcome?.result !== 'unknown';
}

/** Without files of other accounts: they are fetched with those accounts' authentication. */
function withOwnFiles({ accountSid }: Signer, message: ReceivedMessage): ReceivedMessage {
  const isOwn = ({ url = '' }: { url?: string }) => accountIn(url) === accountSid;
  return { ...message, attachments: message.attachments.filter(isOwn) };
}
