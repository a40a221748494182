import type { MailSession } from '#inbound/email/receive.ts';
import { Kept } from '#inbound/kept.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

/** As long as what DNS said of it is kept (resolver.ts): a record that changes counts after two minutes. */
const KEPT_MS = 60_000;
/** DNS failed. */
const FAILURE_KEPT_MS = 5_000;
/** What sends many mails in a row is few. */
const MAX_KEPT = 1_000;
/** Of the names that a sender chooses: a thousand of them take some MiB. In characters. */
const MAX_NAMES = 1_000;

export type SpfResult = { result: string; domain: string };

/** What was found out of senders, for the mails that they send next: a flood costs little more than to read it. */
export class KnownSenders {
  private readonly spf = new Kept<SpfResult>(MAX_KEPT, keptMs);
  private readonly unsigned = new Kept<Verdict>(MAX_KEPT, keptMs);

  /** SPF goes by the session alone. */
  spfOf(session: MailSession, ask: () => Promise<SpfResult>): Promise<SpfResult> {
    return recall(this.spf, session, [], ask);
  }

  /** Of a mail without a signature, only its authors are asked about. */
  verdictOf(session: MailSession, authors: string[], ask: () => Promise<Verdict>): Promise<Verdict> {
    return recall(this.unsigned, session, authors, ask);
  }
}

function keptMs(found: { answer: SpfResult | Verdict } | { error: unknown }): number {
  return 'answer' in found && !Object.values(found.answer).includes('temperror') ? KEPT_MS : FAILURE_KEPT_MS;
}

function recall<T>(
  kept: Kept<T>,
  { envelopeFrom, remoteAddress, heloName }: MailSession,
  authors: string[],
  ask: () => Promise<T>,
): Promise<T> {
  const key = JSON.stringify([envelopeFrom, remoteAddress, heloName, ...authors]);
  return key.length > MAX_NAMES ? ask() : kept.get(key, ask);
}
