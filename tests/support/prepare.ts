import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { buildWebApp } from '#bin/start/build.ts';

/** On a slow machine that has built nothing yet and has no browser. */
export const PREPARED_WITHIN_MS = 600_000;

/** A number nobody else uses: see `asAdministrator` in database.ts for 1. */
const PREPARE_LOCK = 2;

/** Builds the web app from these sources, unless that has been done. */
export function buildOnce(): Promise<void> {
  return inTurn(() => buildWebApp(path.join(import.meta.dirname, '../..'), () => {}));
}

/** Test files run beside each other: what changes the machine happens to one of them at a time. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('postgresUrl').replace(/mailroom$/, 'postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}
