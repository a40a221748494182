import { Bell } from '#lib/feed/bell.ts';
import { subscribe } from '#lib/feed/listen.ts';

/** NOTIFY is a hint: whatever it misses is done so much later. */
const POLL_MS = 30_000;
/** The database is away. */
const RETRY_MS = 1_000;
const SWEEP_MS = 6 * 60 * 60_000;
/** Less than the web process has for its own end. */
const LAST_ANSWERS_MS = 2_000;

/** A queue in the database, from which each job is taken by one process at a time, on whichever machine. */
export type Queue<Job extends { id: string }> = {
  /** What NOTIFY says when something is due (lib/feed/channel.ts). */
  hint: string;
  /** At once, in this process. */
  concurrency: number;
  take: (inHand: Job[], limit: number) => Promise<Job[]>;
  /** Milliseconds until the next one is due that is not due yet; null when there is none. */
  untilNext: () => Promise<number | null>;
  /** Does one and records what became of it; when it throws, its lease runs out and it is done again. */
  attempt: (job: Job, signal: AbortSignal) => Promise<void>;
  /** Takes away what has been kept long enough. */
  sweep: () => Promise<void>;
};

export type Runner = {
  /** Takes no more; what is in hand has two seconds to end, and is then cut short. */
  stop: () => Promise<void>;
};

/** Works a queue off, as long as this process lives. Every web process does, on every machine. */
export function startRunner<Job extends { id: string }>(
  queue: Queue<Job>,
  log: (because: string) => void,
): Runner {
  const bell = new Bell();
  const end = new AbortController();
  const inHand = new Map<string, Job>();
  const working = new Set<Promise<void>>();
  let stopped = false;
  const unsubscribe = subscribe([queue.hint], bell.ring);
  let sweepAt = performance.now();

  async function run(): Promise<void> {
    while (!stopped) await bell.rung(await round().catch(() => RETRY_MS));
  }

  /** Starts what is due; milliseconds until there may be more. */
  async function round(): Promise<number> {
    if (performance.now() >= sweepAt) {
      await queue.sweep();
      sweepAt = performance.now() + SWEEP_MS;
    }
    const limit = queue.concurrency - inHand.size;
    for (const job of limit > 0 ? await queue.take([...inHand.values()], limit) : []) {
      const done = work(job).finally(() => working.delete(done));
      working.add(done);
    }
    return Math.min((await queue.untilNext()) ?? POLL_MS, POLL_MS);
  }

  async function work(job: Job): Promise<void> {
    inHand.set(job.id, job);
    await queue.attempt(job, end.signal).catch((error: Error) => log(error.stack ?? String(error)));
    inHand.delete(job.id);
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
      await Promise.all(working);
      clearTimeout(cut);
    },
  };
}
