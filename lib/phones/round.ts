import { pool } from '#lib/database/pool.ts';

/** A number of this database's own: of all processes on all machines, one at a time does the work. */
const ROUND_LOCK = 8_002;

/** Does it for each, one after the other, also once it failed for one. @throws the first failure, after all of them */
export async function forEach<Item>(items: Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await act(item).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Runs the work unless another process does it just now. False: another does. */
export async function alone(work: () => Promise<void>): Promise<boolean> {
  const client = await pool().connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
      ROUND_LOCK,
    ]);
    if (!rows[0]?.mine) return false;
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [ROUND_LOCK]);
    }
    return true;
  } finally {
    client.release();
  }
}
