import pg from 'pg';
import { expect, test } from 'vitest';
import { isDatabaseAway } from '#lib/database/away.ts';
import { connectionOptions, pool, within } from '#lib/database/pool.ts';
import { useDatabase } from '#tests/support/database.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

const WAITING =
  "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

test('a query that hangs is given up, counts as the database being away, and leaves no session behind', async () => {
  const other = new pg.Client(connectionOptions());
  await other.connect();
  await other.query('BEGIN; LOCK TABLE message');
  const count = within(200, { text: 'SELECT count(*) FROM message' });
  const error = await pool()
    .query(count)
    .catch((reason) => reason);
  expect(error).toMatchObject({ message: 'Query read timeout' });
  expect(isDatabaseAway(error)).toBe(true);
  // While the lock is still held: PostgreSQL has looked whether anybody waits for the answer.
  await soon(async () => expect((await other.query(WAITING)).rowCount).toBe(0));
  await other.query('COMMIT');
  await other.end();
  expect((await pool().query<{ count: string }>(count)).rows).toEqual([{ count: '0' }]);
});
