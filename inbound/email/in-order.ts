import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';

/**
 * Begins works in their order, so many at once. One that takes longer than `patience`, in milliseconds, goes on beside
 * those that come after it.
 */
export function inOrder(atOnce: number, patience: number) {
  const limit = pLimit(atOnce);
  return <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve) => {
      void limit(async () => {
        const result = work();
        resolve(result);
        const isLate = sleep(patience, undefined, { ref: false });
        await Promise.race([result, isLate]).catch(() => {});
      });
    });
}
