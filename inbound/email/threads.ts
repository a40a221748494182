import { Piscina } from 'piscina';
import type { Done, Late, Task } from '#inbound/email/on-thread.ts';
import type { MailContent } from '#inbound/email/read.ts';
import { within } from '#inbound/in-time.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

/**
 * A thread that is woken for many mails does more of them, and a short one need not wait for a long one. When a thread is
 * lost, all that it had is read again, one mail after the other: so not too many.
 */
const AT_ONCE = 16;
/** Parsing bounds itself at 10 seconds, where it can look at the clock (content.ts). This is for where it cannot. */
const MAX_MILLISECONDS = 15_000;
/** DNS has 20 seconds for each mail (resolver.ts). Later its thread has gone. */
const MAX_VERDICT_MS = 30_000;
/** Several times what the largest mail takes; beyond it the thread ends, and not the receiver. In MiB. */
const MAX_HEAP = 384;
/** Most of what a mail leaves behind is garbage at once: a small nursery keeps the memory low. In MiB. */
const NURSERY = 6;

const NO_MAIL: Task = { source: Buffer.alloc(0), reads: true, session: null };

/** What a test makes smaller, or brings along. */
export type Options = {
  /** The module whose default export does the tasks. */
  file?: URL;
  milliseconds?: number;
  /** In MiB. */
  heap?: number;
};

/** Of a mail: what was read, if that was the task, and who sent it, if that was. */
export type Handled = { content: MailContent | null; verdict: Promise<Verdict> | null };

/** It ended while a verdict was still to come from it. */
export class LostThread extends Error {}

/** Threads that do tasks (on-thread.ts). What goes wrong on one of them is an error of all that it was doing. */
export function startThreads(
  threads: number,
  {
    file = new URL('./on-thread.ts', import.meta.url),
    milliseconds = MAX_MILLISECONDS,
    heap = MAX_HEAP,
  }: Options,
) {
  const pool = new Piscina<Task, Done>({
    filename: file.href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: AT_ONCE,
    // By default a thread without a mail sleeps, and with it the verdicts that are still to come from it.
    atomics: 'disabled',
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: NURSERY },
  });
  // A thread that ends between two mails is replaced; unhandled, its end would end the process.
  pool.on('error', () => {});
  const late = lateVerdicts(pool);
  // That a thread is slow to come up is not the first mail's fault.
  const isUp = pool.run(NO_MAIL).catch(() => {});

  async function run(task: Task): Promise<Handled> {
    await isUp;
    const working = within(milliseconds, pool.run(task), () => new Error('It takes too long.'));
    const { content, ticket } = await working;
    if (ticket) return { content, verdict: late.of(ticket) };
    return { content, verdict: content?.verdict ? Promise.resolve(content.verdict) : null };
  }

  return {
    run,
    stop() {
      late.lose();
      return pool.destroy();
    },
  };
}

function lateVerdicts(pool: Piscina) {
  const all = new Map<string, PromiseWithResolvers<Verdict>>();
  /** A verdict may come before the answer that gives its ticket: they come by ways of their own. */
  const place = (ticket: string) => {
    const known = all.get(ticket) ?? Promise.withResolvers<Verdict>();
    all.set(ticket, known);
    // Where it fails before anybody has asked for it, that is no error of the process.
    known.promise.catch(() => {});
    return known;
  };
  pool.on('message', (late: Late) => {
    if ('verdict' in late) place(late.ticket).resolve(late.verdict);
    else place(late.ticket).reject(late.error);
  });
  return {
    of: (ticket: string): Promise<Verdict> =>
      within(MAX_VERDICT_MS, place(ticket).promise, () => new LostThread()).finally(() => all.delete(ticket)),
    lose() {
      for (const { reject } of all.values()) reject(new LostThread());
    },
  };
}
