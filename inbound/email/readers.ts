import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Authenticate } from '#inbound/email/authenticate.ts';
import type { Done, Late, Task } from '#inbound/email/on-thread.ts';
import type { MailContent, Read } from '#inbound/email/read.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import { unreadMail } from '#inbound/email/unread.ts';
import { within } from '#inbound/in-time.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

/** One core is for the sessions and PostgreSQL; each thread takes some 40 MB. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));
/** The next mail is at hand when one is done. */
const AT_ONCE = 4;
/** Parsing bounds itself at 10 seconds, where it can look at the clock (content.ts). This is for where it cannot. */
const MAX_MILLISECONDS = 15_000;
/** DNS has 20 seconds for each mail (resolver.ts). This is for a verdict whose thread has gone. */
const MAX_VERDICT_MS = 30_000;
/** Several times what the largest mail takes; beyond it the thread ends, and not the receiver. In MiB. */
const MAX_HEAP = 384;
/** Most of what a mail leaves behind is garbage at once: a small nursery keeps the memory low. In MiB. */
const NURSERY = 12;

const NO_MAIL: Task = { source: Buffer.alloc(0), reads: true, session: null };

export type Readers = {
  /** Never rejects: a mail that cannot be read comes back with its headers and a `problem`. */
  read: Read;
  /**
   * Who is asked of a mail that is read in the same turn answers along with its content, where DNS is known by then.
   * @throws what the libraries throw, or Error where the thread was lost
   */
  judge: Authenticate;
  /** What is being read is not waited for. */
  stop: () => Promise<void>;
};

/** What a test makes smaller, or brings along. */
type Options = {
  /** The module whose default export does the tasks. */
  file?: URL;
  milliseconds?: number;
  /** In MiB. */
  heap?: number;
};

/** Of a mail: what was read, if that was the task, and who sent it, if that was. */
type Handled = { content: MailContent | null; verdict: Promise<Verdict> | null };

/**
 * Reads and judges mails on threads of their own: the sessions go on meanwhile, both cores are used, and a mail that
 * keeps a thread busy for ever or exhausts its memory costs that thread, not the receiver.
 */
export function startReaders(options: Options = {}): Readers {
  let pool = startPool(THREADS, options);
  let lastAlone: Promise<unknown> = Promise.resolve();
  const asked = new Map<Buffer, { session: MailSession; answer: (verdict: Promise<Verdict>) => void }>();

  async function read(source: Buffer): Promise<MailContent> {
    const also = asked.get(source);
    asked.delete(source);
    const handling = handle({ source, reads: true, session: also?.session ?? null });
    also?.answer(verdictIn(handling));
    return (await handling).content ?? unreadMail(source);
  }

  function judge(source: Buffer, session: MailSession): Promise<Verdict> {
    return new Promise((answer) => {
      asked.set(source, { session, answer });
      queueMicrotask(() => {
        if (asked.delete(source)) answer(verdictIn(handle({ source, reads: false, session })));
      });
    });
  }

  async function handle(task: Task): Promise<Handled> {
    const used = pool;
    try {
      return await used.run(task);
    } catch {
      if (used === pool) {
        pool = startPool(THREADS, options);
        void used.stop();
      }
      // Which of the mails on that thread it was is not known. One after the other, so that memory stays bounded.
      const alone = lastAlone.then(() => handleAlone(task, options));
      lastAlone = alone;
      return alone;
    }
  }

  return { read, judge, stop: () => pool.stop() };
}

async function verdictIn(handling: Promise<Handled>): Promise<Verdict> {
  const { verdict } = await handling;
  if (!verdict) throw new Error('It could not be judged.');
  return verdict;
}

/** Never rejects: what even a thread of its own cannot do is not done. */
async function handleAlone(task: Task, options: Options): Promise<Handled> {
  const own = startPool(1, options);
  const handled = await own.run(task).catch((): Handled => ({ content: null, verdict: null }));
  void Promise.allSettled([handled.verdict]).then(own.stop);
  return handled;
}

function startPool(
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
    atomics: 'async',
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
    if (ticket) return { content, verdict: late(ticket) };
    return { content, verdict: content?.verdict ? Promise.resolve(content.verdict) : null };
  }

  return { run, stop: () => pool.destroy() };
}

/** A verdict may come before the answer that gives its ticket: they come by ways of their own. */
function lateVerdicts(pool: Piscina): (ticket: string) => Promise<Verdict> {
  const all = new Map<string, PromiseWithResolvers<Verdict>>();
  const of = (ticket: string) => {
    const known = all.get(ticket) ?? Promise.withResolvers<Verdict>();
    all.set(ticket, known);
    // Where it fails before anybody has asked for it, that is no error of the process.
    known.promise.catch(() => {});
    return known;
  };
  pool.on('message', (late: Late) => {
    if ('verdict' in late) of(late.ticket).resolve(late.verdict);
    else of(late.ticket).reject(late.error);
  });
  return (ticket) =>
    within(MAX_VERDICT_MS, of(ticket).promise, () => new Error('Its thread has gone.')).finally(() =>
      all.delete(ticket),
    );
}
