import { createTransport, type SendMailOptions } from 'nodemailer';
import { deliver } from '#inbound/deliver.ts';
import { readMail } from '#inbound/email/read.ts';
import { receiveMail } from '#inbound/email/receive.ts';

/** Composes a mail as a mailer would, and takes it in as the SMTP receiver does. Resolves with its messages' ids. */
export async function deliverMail(
  mail: SendMailOptions,
  recipients: string[],
  { mailFrom = 'bounce@sender.example', ehlo = 'mx.sender.example' } = {},
): Promise<string[]> {
  const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  const session = { envelopeFrom: mailFrom, remoteAddress: '192.0.2.1', heloName: ehlo };
  const outcomes = await deliver(
    await receiveMail(composed.message as Buffer, recipients, session, readMail),
  );
  return outcomes.map((outcome) => (outcome.result === 'stored' ? outcome.messageId : outcome.result));
}
