import { expect, test } from 'vitest';
import { inOrder } from '#inbound/email/in-order.ts';

test('works begin in their order, so many at once, whatever becomes of those before', async () => {
  const run = inOrder(2, 60_000);
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<string>());
  const begun: number[] = [];
  const results = ends.map(({ promise }, n) =>
    run(() => {
      begun.push(n);
      return promise;
    }).catch((error: Error) => error.message),
  );
  await nextTurn();
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error('broken'));
  await nextTurn();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.resolve('zero');
  await nextTurn();
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.resolve('two');
  ends[3]?.resolve('three');
  expect(await Promise.all(results)).toEqual(['zero', 'broken', 'two', 'three']);
});

test('one that never ends holds up those behind it for a while only', async () => {
  const run = inOrder(1, 20);
  void run(() => new Promise(() => {}));
  expect(await run(async () => 'read')).toBe('read');
});

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
