import { DatabaseError } from 'pg';
import { isDatabaseAway } from '#lib/database/away.ts';

type Limits<Item> = {
  /** Items in one batch. */
  most: number;
  /** Together with `bytesOf`: what the items of one batch may weigh; one alone may weigh more. */
  mostBytes?: number;
  bytesOf?: (item: Item) => number;
};

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

/**
 * Makes one call of many: while a batch is under way, the next items gather, and go together. No timers: an
 * item that comes alone goes at once. What PostgreSQL refuses of a batch is tried again item by item, since the
 * others are not to pay for one of them (or two machines met head-on); unless it can do nothing just now.
 * @param work gives a result for each item, in their order, and must be safe to repeat after it threw
 */
export function batched<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  limits: Limits<Item>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let underWay = false;

  async function workOff(): Promise<void> {
    underWay = true;
    while (waiting.length > 0) await attempt(takeBatch(waiting, limits));
    underWay = false;
  }

  async function attempt(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result);
    } catch (error) {
      const oneIsBad = error instanceof DatabaseError && !isDatabaseAway(error);
      if (batch.length > 1 && oneIsBad) for (const each of batch) await attempt([each]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!underWay) void workOff();
    });
}

/**
 * The same in lanes: items of one key go together, and those of different keys beside each other. A lane is there
 * while somebody waits in it.
 */
export function batchedBy<Item, Result>(
  keyOf: (item: Item) => string,
  work: (items: Item[]) => Promise<Result[]>,
  limits: Limits<Item>,
): (item: Item) => Promise<Result> {
  const lanes = new Map<string, { join: (item: Item) => Promise<Result>; waiting: number }>();
  return async (item) => {
    const key = keyOf(item);
    const lane = lanes.get(key) ?? { join: batched(work, limits), waiting: 0 };
    lanes.set(key, lane);
    lane.waiting += 1;
    try {
      return await lane.join(item);
    } finally {
      lane.waiting -= 1;
      if (lane.waiting === 0) lanes.delete(key);
    }
  };
}

function takeBatch<Item, Result>(
  waiting: Waiting<Item, Result>[],
  { most, mostBytes = Number.POSITIVE_INFINITY, bytesOf = () => 0 }: Limits<Item>,
): Waiting<Item, Result>[] {
  let bytes = 0;
  let count = 0;
  for (const { item } of waiting.slice(0, most)) {
    bytes += bytesOf(item);
    if (count > 0 && bytes > mostBytes) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
