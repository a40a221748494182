import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';

/**
 * Gives the test file a database of its own, a clone of the migrated one, before its first test, and
 * points `settings()` at it. Call it at the head of the file, before anything reads the settings.
 */
export function useDatabase(): void {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = inject('postgresUrl').replace(/mailroom$/, name);
  process.env.DATABASE_URL = url;

  beforeAll(async () => {
    await asAdministrator(`CREATE DATABASE ${name} TEMPLATE mailroom`);
  });
  afterAll(async () => {
    await database().$disconnect();
    await pool().end();
    await asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl').replace(/mailroom$/, 'postgres') });
  await client.connect();
  try {
    // Cloning takes turns: PostgreSQL refuses a second one while the first copies.
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
