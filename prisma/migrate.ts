import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Any number nobody else uses: machines that start together against one database take turns. */
const MIGRATION_LOCK = 7_313_501;

/** Prisma's own table, so that `prisma migrate status` and `deploy` understand a database of ours. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations that the database lacks, in order, and returns their names.
 *
 * Prisma's engine is not used for it: the native one is a download that many firewalls stop, and the
 * WebAssembly one cuts a script at every semicolon and runs the pieces without a transaction. Here each
 * migration is one transaction: it is there whole or not at all.
 *
 * @param options.through the last one to apply, for what comes from an earlier version
 * @param options.begins told before a database that is in use is changed: with very many messages that takes minutes
 * @throws MigrationError when a migration fails, or when the database was migrated by other code than this
 */
export async function migrate(
  databaseUrl: string,
  options: { through?: string; begins?: () => void } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'mailroom migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query("SET client_min_messages = 'warning'");
    await client.query(HISTORY);
    const applied = await readHistory(client);
    const migrations = await readMigrations();
    refuseForeignHistory(applied, migrations);
    const { through = migrations.at(-1)?.name ?? '' } = options;
    const missing = migrations.filter(({ name }) => !applied.has(name) && name <= through);
    if (applied.size > 0 && missing.length > 0) options.begins?.();
    for (const migration of missing) await apply(client, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** What keeps a database from being brought up to date, in words for an operator. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

type Migration = { name: string; sql: string; checksum: string };

/** All that this version of Mailroom has, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const folder = path.join(import.meta.dirname, 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Name → checksum of what has been applied. */
export async function readHistory(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function refuseForeignHistory(applied: Map<string, string>, migrations: Migration[]): void {
  for (const [name, checksum] of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known)
      throw new MigrationError(
        `The database has the migration ${name}, which this version of Mailroom does not know: start the newer version that made it.`,
      );
    if (known.checksum !== checksum)
      throw new MigrationError(
        `The migration ${name} was applied with another content than prisma/migrations has: restore that file, and change the schema in a new migration.`,
      );
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, transaction_timestamp(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(
      `The migration ${migration.name} failed and was undone: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
