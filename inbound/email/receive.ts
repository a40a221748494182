import type { Read } from '#inbound/email/read.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';

export type MailSession = NonNullable<ReceivedMessage['session']>;

/** A mail as the SMTP receiver took it in → the waist. Never throws: what cannot be parsed is stored all the same. */
export async function receiveMail(
  bytes: Buffer,
  recipients: string[],
  session: MailSession,
  read: Read,
): Promise<ReceivedMessage> {
  const source = sourceOf(bytes, 'message/rfc822');
  return {
    channel: 'email',
    recipients,
    identity: `sha256:${source.sha256.toString('hex')}`,
    source,
    ...(await read(bytes)),
    session,
  };
}
