import { Bell } from '#lib/feed/bell.ts';
import { WEBHOOKS_DUE } from '#lib/feed/channel.ts';
import { subscribe } from '#lib/feed/listen.ts';
import { attempt } from '#lib/webhooks/attempt.ts';
import { type Due, sweepDeliveries, takeDue, untilNextDue } from '#lib/webhooks/queue.ts';

/** A socket and a few kilobytes each, nearly all of the time waiting for others. */
const CONCURRENCY = 64;
/** One URL that hangs, and takes 15 seconds for each, is not to hold up the others; nor to be overrun. */
const PER_WEBHOOK = 4;
/** NOTIFY is a hint: whatever it misses is sent so much later. */
const POLL_MS = 30_000;
/** The database is away. */
const RETRY_MS = 1_000;
const SWEEP_MS = 6 * 60 * 60_000;
/** Less than the web process has for its own end. */
const LAST_ANSWERS_MS = 2_000;

export type Sender = {
  /** Takes no more; what is being sent has two seconds to end, and is then given back to be sent again. */
  stop: () => Promise<void>;
};

/**
 * Sends what is queued for webhooks, as long as this process lives. Every web process has one, on every machine;
 * each delivery is taken by one of them at a time.
 */
export function startSender(log: (because: string) => void): Sender {
  const bell = new Bell();
  const end = new AbortController();
  const inHand = new Map<string, Due>();
  const sending = new Set<Promise<void>>();
  let stopped = false;
  const unsubscribe = subscribe([WEBHOOKS_DUE], bell.ring);
  let sweepAt = performance.now();

  async function run(): Promise<void> {
    while (!stopped) await bell.rung(await round().catch(() => RETRY_MS));
  }

  /** Starts what is due; milliseconds until there may be more. */
  async function round(): Promise<number> {
    if (performance.now() >= sweepAt) {
      await sweepDeliveries();
      sweepAt = performance.now() + SWEEP_MS;
    }
    const limit = CONCURRENCY - inHand.size;
    const taken = limit > 0 ? await takeDue(countByWebhook(inHand), { limit, perWebhook: PER_WEBHOOK }) : [];
    for (const due of taken) {
      const sent = send(due).finally(() => sending.delete(sent));
      sending.add(sent);
    }
    return Math.min((await untilNextDue()) ?? POLL_MS, POLL_MS);
  }

  async function send(due: Due): Promise<void> {
    inHand.set(due.id, due);
    await attempt(due, end.signal).catch((error: Error) => log(error.stack ?? String(error)));
    inHand.delete(due.id);
    // Its place is free for the next one.
    bell.ring();
  }

  const ended = run();
  return {
    async stop() {
      stopped = true;
      unsubscribe();
      bell.ring();
      const cut = setTimeout(() => end.abort(), LAST_ANSWERS_MS);
      await ended;
      await Promise.all(sending);
      clearTimeout(cut);
    },
  };
}

function countByWebhook(inHand: Map<string, Due>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { webhookId } of inHand.values()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return counts;
}
