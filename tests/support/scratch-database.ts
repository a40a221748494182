import pg from 'pg';
import { inject } from 'vitest';

/** An empty database, for as long as the work takes. */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const name = `scratch_${crypto.randomUUID().replaceAll('-', '')}`;
  const administration = inject('postgresUrl').replace(/mailroom$/, 'postgres');
  await query(administration, `CREATE DATABASE ${name}`);
  try {
    return await work(administration.replace(/postgres$/, name));
  } finally {
    await query(administration, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

export async function query<Row extends pg.QueryResultRow = { line: string }>(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
