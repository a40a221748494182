import { type Authenticate, authenticate } from '#inbound/email/authenticate.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import { dnsResolver } from '#inbound/email/resolver.ts';
import type { Log } from '#inbound/smtp/log.ts';
import {
  findPendingVerdicts,
  type PendingVerdict,
  recordVerdict,
  type Verdict,
} from '#lib/messages/authenticate.ts';

/** Each waits for DNS nearly all of its time, and then for one short statement. */
const CONCURRENCY = 8;
/** What waits in memory; more is left to the sweep. In bytes of mail. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** In mails: beyond it DNS is slower than the mail comes, and memory would only grow. */
const MAX_WAITING = 1_000;
/** For verdicts that a crash or an overflow left open, so no hurry. */
const SWEEP_INTERVAL_MS = 60_000;
/** Sources are read whole, so few at a time. */
const SWEEP_BATCH = 20;
/** A full batch means that there are more, unless it is the same one again. */
const NEXT_BATCH_MS = 50;
/** A mail that breaks the judge would be taken up for ever, and hold up those after it. */
const UNJUDGED: Verdict = {
  spf: 'temperror',
  dkim: 'temperror',
  dmarc: 'temperror',
  arc: 'temperror',
  provenDomain: null,
};

export type Verdicts = {
  /** Returns at once; the verdict follows. */
  enqueue: (messageIds: string[], source: Buffer, session: MailSession) => void;
  /** What waits is dropped: the next start takes it up. */
  stop: () => void;
};

/**
 * Completes the sender authentication of mail after its sender has been answered: DNS is slow, and a code must not
 * wait for it. What cannot be completed stays pending in the database.
 */
export function startVerdicts(log: Log, judge: Authenticate = byDns): Verdicts {
  const waiting: PendingVerdict[] = [];
  const inHand = new Set<string>();
  let waitingBytes = 0;
  let running = 0;
  let stopped = false;
  let lastSwept: string | undefined;

  function enqueue(mail: PendingVerdict): void {
    const [id] = mail.messageIds;
    if (stopped || !id || inHand.has(id)) return;
    if (waiting.length >= MAX_WAITING || waitingBytes + mail.source.length > MAX_WAITING_BYTES) return;
    inHand.add(id);
    waitingBytes += mail.source.length;
    waiting.push(mail);
    void workOff();
  }

  async function workOff(): Promise<void> {
    if (running >= CONCURRENCY) return;
    running += 1;
    for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
      waitingBytes -= mail.source.length;
      await complete(mail);
      inHand.delete(mail.messageIds[0] ?? '');
    }
    running -= 1;
  }

  async function complete({ messageIds, source, session }: PendingVerdict): Promise<void> {
    try {
      const verdict = await judge(source, session).catch((error: Error) => {
        log('unjudged', { messages: messageIds.join(','), because: error.message });
        return UNJUDGED;
      });
      if (!stopped) await recordVerdict(messageIds, verdict);
    } catch (error) {
      // The database is away; the sweep finds them when it is back.
      log('verdict-pending', { messages: messageIds.join(','), because: (error as Error).message });
    }
  }

  async function sweep(): Promise<void> {
    const idle = inHand.size === 0;
    const pending = idle ? await findPendingVerdicts(SWEEP_BATCH).catch(() => []) : [];
    for (const mail of pending) enqueue(mail);
    const first = pending[0]?.messageIds[0];
    const more = pending.length === SWEEP_BATCH && first !== lastSwept;
    if (idle) lastSwept = first;
    schedule(more || !idle ? NEXT_BATCH_MS : SWEEP_INTERVAL_MS);
  }

  let timer: NodeJS.Timeout | undefined;
  function schedule(wait: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(sweep, wait);
  }

  void sweep();
  return {
    enqueue: (messageIds, source, session) => enqueue({ messageIds, source, session }),
    stop: () => {
      stopped = true;
      waiting.length = 0;
      clearTimeout(timer);
    },
  };
}

const byDns: Authenticate = (source, session) => authenticate(source, session, dnsResolver());
