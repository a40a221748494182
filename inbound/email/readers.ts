import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { unreadMail } from '#inbound/email/parse.ts';
import type { MailContent, Read } from '#inbound/email/read.ts';

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

export type Readers = {
  /** Never rejects: a mail that cannot be read comes back with its headers and a `problem`. */
  read: Read;
  /** What is being read is not waited for. */
  stop: () => Promise<void>;
};

/**
 * Reads mails on threads of their own: the sessions go on meanwhile, both cores are used, and a mail that keeps a
 * thread busy for ever or exhausts its memory costs that thread, not the receiver.
 * @param file the module whose default export reads a mail
 */
export function startReaders(file: URL = new URL('./read.ts', import.meta.url)): Readers {
  let pool = startPool(file, THREADS);
  let lastAlone: Promise<unknown> = Promise.resolve();

  return {
    async read(source) {
      const used = pool;
      try {
        return await inTime(used.run(source));
      } catch {
        if (used === pool) {
          pool = startPool(file, THREADS);
          void used.destroy();
        }
        // Which of the mails on that thread it was is not known. One after the other, so that memory stays bounded.
        const alone = lastAlone.then(() => readAlone(file, source));
        lastAlone = alone;
        return alone;
      }
    },
    stop: () => pool.destroy(),
  };
}

async function readAlone(file: URL, source: Buffer): Promise<MailContent> {
  const pool = startPool(file, 1);
  try {
    return await inTime(pool.run(source));
  } catch {
    return { ...unreadMail(source), extraction: { service: null, codes: [], links: [] } };
  } finally {
    void pool.destroy();
  }
}

function startPool(file: URL, threads: number): Piscina<Buffer, MailContent> {
  const pool = new Piscina<Buffer, MailContent>({
    filename: file.href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: AT_ONCE,
    atomics: 'async',
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP, maxYoungGenerationSizeMb: NURSERY },
  });
  // A thread that ends between two mails is replaced; unhandled, its end would end the process.
  pool.on('error', () => {});
  return pool;
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It takes too long.')), MAX_MILLISECONDS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
