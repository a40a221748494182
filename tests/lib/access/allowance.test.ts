import { expect, test } from 'vitest';
import { Allowances } from '#lib/access/allowance.ts';

test('so many at once, then as many as come again with time, each key for itself', () => {
  const allowances = new Allowances(10, 3);
  const take = (key: string, now: number) => allowances.take(key, now);
  expect([take('a', 0), take('a', 0), take('a', 0), take('a', 0)]).toEqual([0, 0, 0, 1]);
  expect(take('b', 0)).toBe(0);
  expect([take('a', 100), take('a', 100)]).toEqual([0, 1]);
  // A refusal takes nothing, and a long pause does not save up more than the most.
  expect([10_000, 10_000, 10_000, 10_000].map((now) => take('a', now))).toEqual([0, 0, 0, 1]);
});

test('who is slow is told for how many seconds to wait', () => {
  const allowances = new Allowances(0.1, 1);
  expect([allowances.take('a', 0), allowances.take('a', 2_000)]).toEqual([0, 8]);
});
