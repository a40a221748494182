import { parseMail } from '#inbound/email/parse.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';

export type MailSession = NonNullable<ReceivedMessage['session']>;

/** A mail as the SMTP receiver took it in → the waist. Never throws: what cannot be parsed is stored all the same. */
export async function receiveMail(
  bytes: Buffer,
  recipients: string[],
  session: MailSession,
): Promise<ReceivedMessage> {
  const source = sourceOf(bytes, 'message/rfc822');
  return {
    channel: 'email',
    recipients,
    identity: `sha256:${source.sha256.toString('hex')}`,
    source,
    ...(await parseMail(bytes)),
    session,
  };
}
