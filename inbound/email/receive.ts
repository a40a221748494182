import { createHash } from 'node:crypto';
import { parseMail } from '#inbound/email/parse.ts';
import type { ReceivedMessage } from '#inbound/received-message.ts';

export type MailSession = NonNullable<ReceivedMessage['session']>;

/** A mail as the SMTP receiver took it in → the waist. Never throws: what cannot be parsed is stored all the same. */
export async function receiveMail(
  source: Buffer,
  recipients: string[],
  session: MailSession,
): Promise<ReceivedMessage> {
  return {
    channel: 'email',
    recipients,
    identity: `sha256:${createHash('sha256').update(source).digest('hex')}`,
    source: { bytes: source, contentType: 'message/rfc822' },
    ...(await parseMail(source)),
    session,
  };
}
