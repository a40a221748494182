import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dnsResolver, keeping } from '#inbound/email/resolver.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an answer serves again for a minute, whoever asks and however the name is written', async () => {
  const ask = vi.fn(async () => [['v=spf1 -all']]);
  const resolve = keeping(ask);
  expect(await Promise.all([resolve('x.com', 'TXT'), resolve('X.com', 'TXT')])).toEqual([
    [['v=spf1 -all']],
    [['v=spf1 -all']],
  ]);
  await vi.advanceTimersByTimeAsync(59_000);
  await resolve('x.com', 'TXT');
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await resolve('x.com', 'TXT');
  expect(ask).toHaveBeenCalledTimes(2);
});

test('another type is another question', async () => {
  const ask = vi.fn(async (_name: string, type: string) => [type]);
  const resolve = keeping(ask);
  expect(await resolve('x.com', 'A')).toEqual(['A']);
  expect(await resolve('x.com', 'MX')).toEqual(['MX']);
});

test.each([
  ['that there is none', 'ENOTFOUND', 59_000],
  ['a time-out', 'ETIMEOUT', 4_000],
])('%s serves again too, but not for ever', async (_what, code, keptFor) => {
  const ask = vi.fn(async () => {
    throw Object.assign(new Error(code), { code });
  });
  const resolve = keeping(ask);
  await expect(resolve('x.com', 'TXT')).rejects.toMatchObject({ code });
  await vi.advanceTimersByTimeAsync(keptFor);
  await expect(resolve('x.com', 'TXT')).rejects.toMatchObject({ code });
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  await expect(resolve('x.com', 'TXT')).rejects.toMatchObject({ code });
  expect(ask).toHaveBeenCalledTimes(2);
});

test('the oldest answers go first when there are too many', async () => {
  const ask = vi.fn(async (name: string) => [name]);
  const resolve = keeping(ask);
  for (let i = 0; i <= 10_000; i++) await resolve(`${i}.example`, 'TXT');
  await resolve('1.example', 'TXT');
  expect(ask).toHaveBeenCalledTimes(10_001);
  await resolve('0.example', 'TXT');
  expect(ask).toHaveBeenCalledTimes(10_002);
});

test('a mail that has used up its time for DNS asks no more', async () => {
  const resolve = dnsResolver();
  await vi.advanceTimersByTimeAsync(20_001);
  await expect(resolve('x.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
});
