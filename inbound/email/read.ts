import { parseMail } from '#inbound/email/parse.ts';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { extract } from '#lib/codes/extract.ts';

/** What a person reads of a mail, and what there is to act on in it; and who sent it, where that is known at once. */
export type MailContent = Pick<
  ReceivedMessage,
  | 'from'
  | 'subject'
  | 'text'
  | 'html'
  | 'headers'
  | 'attachments'
  | 'sentAt'
  | 'problem'
  | 'extraction'
  | 'verdict'
>;

export type Read = (source: Buffer) => Promise<MailContent>;

/** Never throws. It can be done on another thread (on-thread.ts), which knows no Buffer. */
export async function readMail(source: Uint8Array): Promise<MailContent> {
  const mail = await parseMail(Buffer.from(source.buffer, source.byteOffset, source.byteLength));
  return { ...mail, extraction: extract({ channel: 'email', ...mail, from: mail.from.address }) };
}
