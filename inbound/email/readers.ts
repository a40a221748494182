import { availableParallelism } from 'node:os';
import type { Authenticate } from '#inbound/email/authenticate.ts';
import type { Task } from '#inbound/email/on-thread.ts';
import type { MailContent, Read } from '#inbound/email/read.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import { type Handled, LostThread, type Options, startThreads } from '#inbound/email/threads.ts';
import { unreadMail } from '#inbound/email/unread.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

/** One core is for the sessions and PostgreSQL; each thread takes some 40 MB. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));

export type Readers = {
  /** Never rejects: a mail that cannot be read comes back with its headers and a `problem`. */
  read: Read;
  /**
   * Who is asked of a mail that is read in the same turn answers along with its content, where DNS is known by then.
   * @throws what the libraries throw; Error where no thread survives it
   */
  judge: Authenticate;
  /** What is being read is not waited for. */
  stop: () => Promise<void>;
};

/**
 * Reads and judges mails on threads of their own: the sessions go on meanwhile, both cores are used, and a mail that
 * keeps a thread busy for ever or exhausts its memory costs that thread, not the receiver.
 */
export function startReaders(options: Options = {}): Readers {
  let pool = startThreads(THREADS, options);
  let lastAlone: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const asked = new Map<Buffer, { session: MailSession; answer: (verdict: Promise<Verdict>) => void }>();

  async function read(source: Buffer): Promise<MailContent> {
    const also = asked.get(source);
    asked.delete(source);
    const handling = handle({ source, reads: true, session: also?.session ?? null });
    also?.answer(verdictIn(handling));
    return (await handling).content ?? unreadMail(source);
  }

  async function judge(source: Buffer, session: MailSession): Promise<Verdict> {
    const alone = () => verdictIn(handle({ source, reads: false, session }));
    try {
      return await new Promise((answer) => {
        asked.set(source, { session, answer });
        queueMicrotask(() => {
          if (asked.delete(source)) answer(alone());
        });
      });
    } catch (error) {
      // That was another mail's doing.
      if (error instanceof LostThread && !stopped) return alone();
      throw error;
    }
  }

  async function handle(task: Task): Promise<Handled> {
    const used = pool;
    try {
      return await used.run(task);
    } catch {
      if (used === pool) {
        pool = startThreads(THREADS, options);
        void used.stop();
      }
      // Which of the mails on that thread it was is not known. One after the other, so that memory stays bounded.
      const alone = lastAlone.then(() => handleAlone(task, options));
      lastAlone = alone;
      return alone;
    }
  }

  return {
    read,
    judge,
    stop() {
      stopped = true;
      return pool.stop();
    },
  };
}

async function verdictIn(handling: Promise<Handled>): Promise<Verdict> {
  const { verdict } = await handling;
  if (!verdict) throw new Error('It could not be judged.');
  return verdict;
}

/** Never rejects: what even a thread of its own cannot do is not done. */
async function handleAlone(task: Task, options: Options): Promise<Handled> {
  const own = startThreads(1, options);
  const handled = await own.run(task).catch((): Handled => ({ content: null, verdict: null }));
  void Promise.allSettled([handled.verdict]).then(own.stop);
  return handled;
}
