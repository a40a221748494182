import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Read } from '#inbound/email/read.ts';
import { type MailSession, receiveMail } from '#inbound/email/receive.ts';
import type { Outcome, ReceivedMessage } from '#inbound/received-message.ts';
import type { Log } from '#inbound/smtp/log.ts';
import { Refusal, refusalOf, STORED } from '#inbound/smtp/replies.ts';
import type { Intake } from '#inbound/smtp/source.ts';

/** A database that takes longer is as good as away: the sender is told to come again rather than kept. */
const ANSWER_TIMEOUT_MS = 20_000;

/** What the receiver calls. */
export type Hooks = {
  judgeRecipient: (recipient: string) => Promise<'known' | 'unknown-address' | 'foreign-domain'>;
  read: Read;
  deliver: (message: ReceivedMessage) => Promise<Outcome[]>;
  /** Called after the sender has its 250. */
  afterDelivery: (messageIds: string[], source: Buffer, session: MailSession) => void;
  log: Log;
};

/** RCPT: whether the mail is ours to take. */
export async function judge(
  { address }: SMTPServerAddress,
  session: SMTPServerSession,
  { judgeRecipient, log }: Hooks,
): Promise<void> {
  try {
    // `RCPT TO:<postmaster>` has no domain (RFC 5321 section 4.1.1.3); an owner makes a postmaster where one is wanted.
    const verdict = address.includes('@') ? await inTime(judgeRecipient(address)) : 'unknown-address';
    if (verdict !== 'known') throw new Refusal(verdict);
  } catch (error) {
    const { reason, cause } = refusalOf(error);
    log('refused', { reason, recipient: address, remote: session.remoteAddress, because: inWords(cause) });
    throw error;
  }
}

/** The final dot → stored → 250, or a refusal: never a 250 for what is not on disk. */
export async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  intake: Intake,
  hooks: Hooks,
): Promise<string> {
  const { envelope, remoteAddress } = session;
  const recipients = envelope.rcptTo.map((recipient) => recipient.address);
  const sender: MailSession = {
    envelopeFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
    remoteAddress,
    heloName: session.hostNameAppearsAs || '',
  };
  try {
    return await intake.take(stream, async (source) => {
      // smtp-server answers 552 5.3.4 by itself (`rejectOversized`).
      if (source === 'too-big') {
        hooks.log('refused', { reason: 'too-big', bytes: stream.byteLength, remote: remoteAddress });
        return '';
      }
      const message = await receiveMail(source, recipients, sender, hooks.read);
      const outcomes = await inTime(hooks.deliver(message));
      const messageIds = outcomes.flatMap((outcome) =>
        outcome.result === 'stored' ? [outcome.messageId] : [],
      );
      if (outcomes.every((outcome) => outcome.result === 'unknown')) throw new Refusal('unknown-address');
      hooks.log(messageIds.length > 0 ? 'stored' : 'duplicate', {
        messages: messageIds.join(',') || undefined,
        bytes: source.length,
        remote: remoteAddress,
      });
      if (messageIds.length > 0) setImmediate(hooks.afterDelivery, messageIds, source, sender);
      return STORED;
    });
  } catch (error) {
    const { reason, cause } = refusalOf(error);
    if (stream.readableEnded)
      hooks.log('refused', { reason, remote: remoteAddress, because: inWords(cause) });
    // The sender hung up before the final dot.
    else hooks.log('aborted', { remote: remoteAddress });
    throw error;
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time.')), ANSWER_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function inWords(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : undefined;
}
