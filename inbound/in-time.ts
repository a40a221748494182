/**
 * A database that takes longer is as good as away: the sender is told to come again rather than kept. What is stored
 * in spite of it is a retry the next time. Below the time that a stop gives to what runs, and Twilio to a webhook.
 */
const ANSWER_TIMEOUT_MS = 7_000;

/** Counts as the database being away. */
class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

export function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late('The database did not answer in time.')), ANSWER_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
