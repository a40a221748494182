import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { batched } from '#lib/database/batched.ts';

/** Work whose calls end when the test says so. */
function held() {
  const calls: { items: number[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const work = (items: number[]) =>
    new Promise<string[]>((resolve, reject) => {
      calls.push({ items, finish: () => resolve(items.map((item) => `done ${item}`)), fail: reject });
    });
  return { calls, work };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an item that comes alone goes at once, and those that come meanwhile go together', async () => {
  const { calls, work } = held();
  const give = batched(work, { most: 10 });
  const all = [1, 2, 3].map(give);
  expect(calls.map(({ items }) => items)).toEqual([[1]]);
  calls[0]?.finish();
  expect(await all[0]).toBe('done 1');
  await settled();
  expect(calls.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  calls[1]?.finish();
  expect(await Promise.all(all)).toEqual(['done 1', 'done 2', 'done 3']);
});

test('a batch is bounded in items and in bytes, and an item that is too large goes alone', async () => {
  const { calls, work } = held();
  const give = batched(work, { most: 3, mostBytes: 100, bytesOf: (item) => item });
  for (const item of [1, 10, 20, 30, 40, 50, 500, 60]) void give(item);
  for (let i = 0; i < 5; i++) {
    calls[i]?.finish();
    await settled();
  }
  expect(calls.map(({ items }) => items)).toEqual([[1], [10, 20, 30], [40, 50], [500], [60]]);
});

test('what PostgreSQL refuses of a batch is tried again one by one, and only the bad one fails', async () => {
  const give = batched(
    async (items: number[]) => {
      await settled();
      if (items.includes(3)) throw new DatabaseError('no threes', 9, 'error');
      return items;
    },
    { most: 10 },
  );
  const results = await Promise.allSettled([1, 2, 3, 4].map(give));
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'refused'))).toEqual([
    1,
    2,
    'refused',
    4,
  ]);
});

test('when the database is away the whole batch fails, and the next one is tried', async () => {
  const { calls, work } = held();
  const give = batched(work, { most: 10 });
  const all = Promise.allSettled([1, 2, 3].map(give));
  calls[0]?.finish();
  await settled();
  calls[1]?.fail(new Error('connection refused'));
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  const next = give(4);
  calls[2]?.finish();
  expect(await next).toBe('done 4');
});
