import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Kept } from '#inbound/kept.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an answer serves for as long as it says, and who asks meanwhile waits for the same one', async () => {
  const kept = new Kept<number>(10, () => 1_000);
  const ask = vi.fn(async () => ask.mock.calls.length);
  expect(await Promise.all([kept.get('a', ask), kept.get('a', ask)])).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(999);
  expect(await kept.get('a', ask)).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await kept.get('a', ask)).toBe(2);
});

test('another question has another answer', async () => {
  const kept = new Kept<string>(10, () => 1_000);
  expect(await kept.get('a', async () => 'of a')).toBe('of a');
  expect(await kept.get('b', async () => 'of b')).toBe('of b');
});

test('a failure serves as well, for its own time', async () => {
  const kept = new Kept<number>(10, (found) => ('error' in found ? 100 : 1_000));
  const ask = vi.fn(() => Promise.reject(new Error('away')));
  await expect(kept.get('a', ask)).rejects.toThrow('away');
  await expect(kept.get('a', ask)).rejects.toThrow('away');
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100);
  await expect(kept.get('a', ask)).rejects.toThrow('away');
  expect(ask).toHaveBeenCalledTimes(2);
});

test('the oldest go when there are too many', async () => {
  const kept = new Kept<string>(2, () => 1_000);
  const ask = vi.fn(async () => 'there');
  for (const key of ['a', 'b', 'c', 'b']) await kept.get(key, ask);
  expect(ask).toHaveBeenCalledTimes(3);
  await kept.get('a', ask);
  expect(ask).toHaveBeenCalledTimes(4);
});

test('one that is not to be kept is shared by those who ask at the same time, and no more', async () => {
  const kept = new Kept<number>(10, () => 0);
  const ask = vi.fn(async () => ask.mock.calls.length);
  expect(await Promise.all([kept.get('a', ask), kept.get('a', ask)])).toEqual([1, 1]);
  expect(await kept.get('a', ask)).toBe(2);
});
