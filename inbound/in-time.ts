/**
 * A database that takes longer is as good as away: the sender is told to come again rather than kept. What is stored
 * in spite of it is a retry the next time. Below the time that a stop gives to what runs, and Twilio to a webhook.
 */
const ANSWER_TIMEOUT_MS = 7_000;

/** Counts as the database being away. */
class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

/** For what the database is asked. */
export function inTime<T>(work: Promise<T>): Promise<T> {
  return within(ANSWER_TIMEOUT_MS, work, () => new Late('The database did not answer in time.'));
}

/** Gives up waiting for the work, which goes on. */
export function within<T>(milliseconds: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
