const [SECOND, MINUTE, HOUR] = [1, 60, 3_600];

/** Seconds after each attempt that failed: soon at first, since most failures are a restart; a day in all. */
const DELAYS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
];

/** After how many attempts a delivery has failed for good. */
export const MAX_ATTEMPTS = DELAYS.length + 1;

/**
 * Pure: seconds until the next attempt, or null after the last one. A tenth more or less, so that what failed
 * together does not come back together.
 * @param random from 0 to 1
 */
export function delayAfter(attempts: number, random = Math.random()): number | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : delay * (0.9 + 0.2 * random);
}
