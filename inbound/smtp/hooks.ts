import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Read } from '#inbound/email/read.ts';
import { type MailSession, receiveMail } from '#inbound/email/receive.ts';
import { inTime } from '#inbound/in-time.ts';
import type { Outcome, ReceivedMessage } from '#inbound/received-message.ts';
import { type Log, reasonOf } from '#inbound/smtp/log.ts';
import { type Guessers, networkOf } from '#inbound/smtp/networks.ts';
import { Refusal, refusalOf, STORED } from '#inbound/smtp/replies.ts';
import type { Intake } from '#inbound/smtp/source.ts';
import type { Judging } from '#inbound/verdicts.ts';

/** How long a suspect waits for each recipient; RFC 5321 section 4.5.3.2.3 has senders wait for five minutes. */
const SUSPECT_WAITS_MS = 3_000;

/** What the receiver calls. */
export type Hooks = {
  judgeRecipient: (recipient: string) => Promise<'known' | 'unknown-address' | 'foreign-domain'>;
  read: Read;
  deliver: (message: ReceivedMessage) => Promise<Outcome[]>;
  /** Begins to authenticate the sender. */
  judge: (source: Buffer, session: MailSession) => Judging;
  log: Log;
};

/** MAIL: whether there is room for one more. Anybody may write; who it really was is judged after the delivery. */
export async function admitMail(
  { remoteAddress }: SMTPServerSession,
  intake: Intake,
  { log }: Hooks,
): Promise<void> {
  if (!intake.isFull(networkOf(remoteAddress))) return;
  log('refused', { reason: 'overloaded', remote: remoteAddress });
  throw new Refusal('overloaded');
}

/** RCPT: whether the mail is ours to take. */
export async function admitRecipient(
  { address }: SMTPServerAddress,
  { remoteAddress }: SMTPServerSession,
  guessers: Guessers,
  { judgeRecipient, log }: Hooks,
): Promise<void> {
  const network = networkOf(remoteAddress);
  try {
    if (guessers.isSuspect(network)) await sleep(SUSPECT_WAITS_MS);
    // `RCPT TO:<postmaster>` has no domain (RFC 5321 section 4.1.1.3); an owner makes a postmaster where one is wanted.
    const verdict = address.includes('@') ? await inTime(judgeRecipient(address)) : 'unknown-address';
    if (verdict === 'unknown-address') guessers.missed(network);
    if (verdict !== 'known') throw new Refusal(verdict);
  } catch (error) {
    const { reason, cause } = refusalOf(error);
    log('refused', { reason, recipient: address, remote: remoteAddress, because: reasonOf(cause) });
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
    const { source, release } = await intake.read(stream, networkOf(remoteAddress));
    // smtp-server answers 552 5.3.4 by itself (`rejectOversized`).
    if (source === 'too-big') {
      hooks.log('refused', { reason: 'too-big', bytes: stream.byteLength, remote: remoteAddress });
      return '';
    }
    const judging = hooks.judge(source, sender);
    const reading = receiveMail(source, recipients, sender, hooks.read);
    reading.catch(release);
    const message = await reading;
    const verdict = message.verdict ?? judging.soFar();
    const delivery = hooks.deliver({ ...message, verdict });
    // Also when the sender has long been answered: until then the mail is in memory.
    delivery.then(release, release);
    const outcomes = await inTime(delivery);
    const messageIds = outcomes.flatMap((outcome) =>
      outcome.result === 'stored' ? [outcome.messageId] : [],
    );
    if (outcomes.every((outcome) => outcome.result === 'unknown')) throw new Refusal('unknown-address');
    hooks.log(messageIds.length > 0 ? 'stored' : 'duplicate', {
      messages: messageIds.join(',') || undefined,
      bytes: source.length,
      remote: remoteAddress,
    });
    if (messageIds.length > 0 && !verdict) judging.record(messageIds);
    return STORED;
  } catch (error) {
    const { reason, cause } = refusalOf(error);
    if (stream.readableEnded)
      hooks.log('refused', { reason, remote: remoteAddress, because: reasonOf(cause) });
    // The sender hung up before the final dot.
    else hooks.log('aborted', { remote: remoteAddress });
    throw error;
  }
}
