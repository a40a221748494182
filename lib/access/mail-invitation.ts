import type { Actor } from '#lib/access/actor.ts';
import { INVITATION_DAYS } from '#lib/access/invitations.ts';
import { MailroomError } from '#lib/errors.ts';
import { relayConfigured, sendThroughRelay } from '#lib/relay/send.ts';
import { workspaceName } from '#lib/workspaces/find.ts';

/** Mails an invitation's link where there is a relay: true when it was, false where there is none, or why it failed. */
export async function mailInvitation(actor: Actor, to: string, link: string): Promise<boolean | string> {
  if (!relayConfigured()) return false;
  const workspace = await workspaceName(actor);
  try {
    await sendThroughRelay({
      to,
      subject: `${actor.name} invites you to ${workspace}`,
      text: [
        `${actor.name} invites you to the workspace ${workspace} in Mailroom, where a team shares its verification codes.`,
        `Open this link to choose a name and a password. It works once, and for ${INVITATION_DAYS} days:`,
        link,
        'If you did not expect this, do nothing: without you, the link does nothing.',
        '',
      ].join('\n\n'),
    });
    return true;
  } catch (error) {
    if (error instanceof MailroomError) return error.message;
    throw error;
  }
}
