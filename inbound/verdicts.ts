import type { Authenticate } from '#inbound/email/authenticate.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import { type Log, reasonOf } from '#inbound/smtp/log.ts';
import { findPendingVerdicts, recordVerdict, type Verdict } from '#lib/messages/authenticate.ts';

/** Each waits for DNS nearly all of its time; beyond it DNS is slower than the mail comes, and is left in peace. */
const MAX_UNDER_WAY = 250;
/** What waits for DNS is held in memory; more is left to the sweep. One alone may be larger. In bytes. */
const MAX_BYTES_UNDER_WAY = 32 * 1024 * 1024;
/** For verdicts that a crash or an overflow left open, so no hurry. */
const SWEEP_INTERVAL_MS = 60_000;
/** Sources are read whole, so few at a time. */
const SWEEP_BATCH = { mails: 20, bytes: MAX_BYTES_UNDER_WAY };
/** Where there was a batch there may be another, unless it is the same one again. */
const NEXT_BATCH_MS = 50;
/** A mail that breaks the judge would be taken up for ever, and hold up those after it. */
const UNJUDGED: Verdict = {
  spf: 'temperror',
  dkim: 'temperror',
  dmarc: 'temperror',
  arc: 'temperror',
  provenDomain: null,
};

/** The verdict of one mail, while it is being found. */
export type Judging = {
  /** The verdict, if it is there by now: of a sender whose DNS records are known it nearly always is. */
  soFar(): Verdict | null;
  /** Completes these messages, which were stored without it, once it is there. Returns at once. */
  record(messageIds: string[]): void;
};

export type Verdicts = {
  /** Begins at once, beside whatever else is done with the mail. */
  begin(source: Buffer, session: MailSession): Judging;
  /** What is not recorded by then stays pending: the next start takes it up. */
  stop(): void;
};

/**
 * Judges who really sent a mail. No code waits for it: what DNS has not answered by the time a mail is stored is
 * completed afterwards, and what cannot be completed stays pending in the database.
 */
export function startVerdicts(log: Log, judge: Authenticate): Verdicts {
  let underWay = 0;
  let bytesUnderWay = 0;
  let stopped = false;
  let lastSwept: string | undefined;

  function begin(source: Buffer, session: MailSession): Judging {
    const fits = underWay === 0 || bytesUnderWay + source.length <= MAX_BYTES_UNDER_WAY;
    if (stopped || underWay >= MAX_UNDER_WAY || !fits) return LEFT_TO_THE_SWEEP;
    underWay += 1;
    bytesUnderWay += source.length;
    let verdict: Verdict | null = null;
    const found = findVerdict(source, session).then((answer) => {
      underWay -= 1;
      bytesUnderWay -= source.length;
      verdict = answer;
      return answer;
    });
    return {
      soFar: () => verdict,
      record: (messageIds) => void found.then((answer) => record(messageIds, answer)),
    };
  }

  async function findVerdict(source: Buffer, session: MailSession): Promise<Verdict> {
    try {
      return await judge(source, session);
    } catch (error) {
      log('unjudged', { remote: session.remoteAddress, because: reasonOf(error) });
      return UNJUDGED;
    }
  }

  async function record(messageIds: string[], verdict: Verdict): Promise<void> {
    if (stopped) return;
    await recordVerdict(messageIds, verdict).catch((error) => {
      // The database is away; the sweep finds them when it is back.
      log('verdict-pending', { messages: messageIds.join(','), because: reasonOf(error) });
    });
  }

  async function sweep(): Promise<void> {
    const pending = await findPendingVerdicts(SWEEP_BATCH).catch(() => []);
    await Promise.all(
      pending.map(async ({ messageIds, source, session }) =>
        record(messageIds, await findVerdict(source, session)),
      ),
    );
    const first = pending[0]?.messageIds[0];
    const more = pending.length > 0 && first !== lastSwept;
    lastSwept = first;
    schedule(more ? NEXT_BATCH_MS : SWEEP_INTERVAL_MS);
  }

  let timer: NodeJS.Timeout | undefined;
  function schedule(wait: number): void {
    if (!stopped) timer = setTimeout(sweep, wait);
  }

  void sweep();
  return {
    begin,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const LEFT_TO_THE_SWEEP: Judging = { soFar: () => null, record: () => {} };
