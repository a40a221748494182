import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askingOnce } from '#inbound/smtp/recipients.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a recipient of many mails at a time is asked for once', async () => {
  const judge = vi.fn(async () => 'known' as const);
  const ask = askingOnce(judge);
  await Promise.all([ask('brand@inbox.example'), ask('brand@inbox.example')]);
  await vi.advanceTimersByTimeAsync(49);
  expect(await ask('brand@inbox.example')).toBe('known');
  expect(judge).toHaveBeenCalledTimes(1);
  await ask('other@inbox.example');
  expect(judge).toHaveBeenCalledTimes(2);
});

test('one that is deleted is unknown before a person could try', async () => {
  const judge = vi.fn(async (): Promise<'known' | 'unknown-address'> => 'known');
  const ask = askingOnce(judge);
  expect(await ask('brand@inbox.example')).toBe('known');
  judge.mockResolvedValue('unknown-address');
  await vi.advanceTimersByTimeAsync(50);
  expect(await ask('brand@inbox.example')).toBe('unknown-address');
});

test.each(['unknown-address', 'foreign-domain'] as const)(
  'one that is made after “%s” is known at once',
  async (before) => {
    const judge = vi.fn(async (): Promise<'known' | typeof before> => before);
    const ask = askingOnce(judge);
    expect(await ask('new@inbox.example')).toBe(before);
    judge.mockResolvedValue('known');
    expect(await ask('new@inbox.example')).toBe('known');
  },
);

test('a database that is back answers at once', async () => {
  const judge = vi.fn(async () => 'known' as const);
  judge.mockRejectedValueOnce(new Error('away'));
  const ask = askingOnce(judge);
  await expect(ask('brand@inbox.example')).rejects.toThrow('away');
  expect(await ask('brand@inbox.example')).toBe('known');
});
