import { expect, test } from 'vitest';
import { delayAfter, MAX_ATTEMPTS } from '#lib/webhooks/backoff.ts';

test('a delivery that fails is tried again soon, then more and more rarely, for a day', () => {
  const delays = Array.from({ length: MAX_ATTEMPTS }, (_, i) => delayAfter(i + 1, 0.5));
  expect(delays[0]).toBe(5);
  expect(delays.at(-1)).toBeNull();
  const seconds = delays.filter((delay) => delay !== null);
  expect(seconds.toSorted((a, b) => a - b)).toEqual(seconds);
  const total = seconds.reduce((sum, delay) => sum + delay, 0);
  expect(total).toBeGreaterThan(23 * 3_600);
  expect(total).toBeLessThan(25 * 3_600);
});

test('what failed together does not come back together', () => {
  expect(delayAfter(1, 0)).toBe(4.5);
  expect(delayAfter(1, 1)).toBe(5.5);
});
