import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOptions, pool } from '#lib/database/pool.ts';
import { canStore } from '#lib/database/writable.ts';
import { metrics } from '#lib/metrics.ts';
import { useDatabase } from '#tests/support/database.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let operator: pg.Client;
beforeAll(async () => {
  operator = new pg.Client(connectionOptions());
  await operator.connect();
});
afterAll(() => operator.end());

/** For the sessions that begin from now on, and there are no others. */
async function limitRoom(limit: string): Promise<void> {
  const name = process.env.DATABASE_URL?.split('/').at(-1);
  await operator.query(`ALTER DATABASE ${name} SET temp_file_limit = '${limit}'`);
  await operator.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
}

test('a database that answers and has no room cannot store; with room again it can', async () => {
  await limitRoom('100kB');
  expect((await pool().query('SELECT 1')).rowCount).toBe(1);
  expect(await canStore()).toBe(false);
  expect(await metrics()).toMatch(/^mailroom_database_up 1\n(#.*\n)+mailroom_database_writable 0$/m);
  await limitRoom('-1');
  await soon(async () => expect(await canStore()).toBe(true));
  expect(await metrics()).toMatch(/^mailroom_database_writable 1$/m);
});
