import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { MailContent, Read } from '#inbound/email/read.ts';
import { unreadMail } from '#inbound/email/unread.ts';
import { within } from '#inbound/in-time.ts';

/** One core is for the sessions and PostgreSQL; each thread takes some 40 MB. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));
/** The next mail is at hand when one is done. */
const AT_ONCE = 4;
/** Parsing bounds itself at 10 seconds, where it can look at the clock (content.ts). This is for where it cannot. */
const MAX_MILLISECONDS = 15_000;
/** Several times what the largest mail takes; beyond it the thread ends, and not the receiver. In MiB. */
const MAX_HEAP = 384;
/** Most of what a mail leaves behind is garbage at once: a small nursery keeps the memory low. In MiB. */
const NURSERY = 12;

const NO_MAIL = Buffer.alloc(0);

export type Readers = {
  /** Never rejects: a mail that cannot be read comes back with its headers and a `problem`. */
  read: Read;
  /** What is being read is not waited for. */
  stop: () => Promise<void>;
};

/** What a test makes smaller, or brings along. */
type Options = {
  /** The module whose default export reads a mail. */
  file?: URL;
  milliseconds?: number;
  /** In MiB. */
  heap?: number;
};

/**
 * Reads mails on threads of their own: the sessions go on meanwhile, both cores are used, and a mail that keeps a
 * thread busy for ever or exhausts its memory costs that thread, not the receiver.
 */
export function startReaders({
  file = new URL('./read.ts', import.meta.url),
  milliseconds = MAX_MILLISECONDS,
  heap = MAX_HEAP,
}: Options = {}): Readers {
  let pool = startPool(THREADS);
  let lastAlone: Promise<unknown> = Promise.resolve();

  async function read(source: Buffer): Promise<MailContent> {
    const used = pool;
    try {
      return await used.run(source);
    } catch {
      if (used === pool) {
        pool = startPool(THREADS);
        void used.stop();
      }
      // Which of the mails on that thread it was is not known. One after the other, so that memory stays bounded.
      const alone = lastAlone.then(() => readAlone(source));
      lastAlone = alone;
      return alone;
    }
  }

  async function readAlone(source: Buffer): Promise<MailContent> {
    const own = startPool(1);
    try {
      return await own.run(source);
    } catch {
      return unreadMail(source);
    } finally {
      void own.stop();
    }
  }

  function startPool(threads: number) {
    const pool = new Piscina<Buffer, MailContent>({
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
    // That a thread is slow to come up is not the first mail's fault.
    const isUp = pool.run(NO_MAIL).catch(() => {});
    return {
      run: (source: Buffer) =>
        isUp.then(() => within(milliseconds, pool.run(source), () => new Error('It takes too long.'))),
      stop: () => pool.destroy(),
    };
  }

  return { read, stop: () => pool.stop() };
}
