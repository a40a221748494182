import { sweepSessions } from '#lib/access/sessions.ts';
import { blankCodes } from '#lib/messages/blank.ts';
import { expireMessages, pruneFeed } from '#lib/messages/expire.ts';

/** Hours and days are what is promised. */
const EVERY_MS = 10 * 60_000;

export type Housekeeping = { stop: () => void };

/**
 * Takes away what has had its time, now and every ten minutes, as long as this process lives. Every web process does, on every
 * machine: what one has taken, the others do not find.
 */
export function startHousekeeping(log: (because: string) => void): Housekeeping {
  const keep = async () => {
    for (const task of [expireMessages, blankCodes, pruneFeed, sweepSessions])
      await task().catch((error: Error) => log(error.stack ?? String(error)));
  };
  const timer = setInterval(() => void keep(), EVERY_MS);
  void keep();
  return { stop: () => clearInterval(timer) };
}
