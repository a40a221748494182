import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { connected, LIKE_EVERYWHERE } from '#lib/backup/connection.ts';
import {
  type Contents,
  END,
  type End,
  endSchema,
  SECRET,
  type Table,
  tableOf,
} from '#lib/backup/contents.ts';
import { BackupError } from '#lib/backup/failure.ts';
import { type Entry, explainRead, openBackup } from '#lib/backup/read.ts';
import { TableCopy } from '#lib/backup/table-copy.ts';
import { quoted, readTables } from '#lib/backup/tables.ts';
import { migrate, readHistory, readMigrations } from '#prisma/migrate.ts';

export type Restored = { madeAt: string; rows: Record<string, number> };

/**
 * Puts a backup into an empty Mailroom that does not run: all of it or, whatever goes wrong, nothing. A backup
 * of an earlier version is brought up to date.
 * @param options.keepSecret is given the backup's secret before anything is final; what it throws undoes all
 * @throws BackupError for a file that is damaged, cut off or of a later version, and for a Mailroom that is not empty or runs
 */
export async function restoreBackup(
  file: string,
  { url, keepSecret }: { url: string; keepSecret: (secret: string) => Promise<void> },
): Promise<Restored> {
  const backup = await openBackup(file);
  try {
    const { contents } = backup;
    await migrate(url, { through: await lastMigration(contents) });
    const rows = await connected(url, async (client) => {
      await refuseLaterDatabase(client, contents);
      await client.query(`BEGIN; ${LIKE_EVERYWHERE}`);
      const tables = await prepare(client, contents);
      const found = await fill(client, backup.rest, tables).catch((error) => {
        throw explainRead(error, file);
      });
      await finish(client, tables, found);
      await keepSecret(found.secret);
      await client.query('COMMIT');
      return found.end.rows;
    });
    await migrate(url);
    return { madeAt: contents.madeAt, rows };
  } finally {
    backup.close();
  }
}

/** @throws BackupError when the backup has migrations that this version does not, or has with another content */
async function lastMigration({ migrations }: Contents): Promise<string> {
  const ours = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  const foreign = migrations.find(({ name, checksum }) => ours.get(name) !== checksum);
  if (foreign)
    throw new BackupError(
      `The backup has the migration ${foreign.name}, which this version of Mailroom does not know: restore it with the version that made it, or a later one.`,
    );
  return migrations.at(-1)?.name ?? '';
}

/** The rows of an earlier version fit the tables of that version only. */
async function refuseLaterDatabase(client: pg.Client, { migrations }: Contents): Promise<void> {
  const history = await readHistory(client);
  const later = [...history.keys()].find((name) => !migrations.some((migration) => migration.name === name));
  if (later)
    throw new BackupError(
      `The database has the migration ${later} already, which is later than the backup: restore into a database that is new (and with DATA_DIR, into a folder that is new), and it is brought up to date afterwards.`,
    );
}

/**
 * Keeps everybody out until the end, and makes sure that nobody is in. What a first start has put there goes; it is
 * what comes with the backup too.
 */
async function prepare(client: pg.Client, contents: Contents): Promise<Table[]> {
  const { rowCount: running } = await client.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mailroom' AND pid <> pg_backend_pid()",
  );
  if (running) throw new BackupError('Mailroom is running on this database: stop it, then restore.');
  const tables = await readTables(client);
  if (JSON.stringify(tables) !== JSON.stringify(contents.tables))
    throw new BackupError('The backup has other tables or columns than a database of its version has.');
  const names = tables.map(({ name }) => quoted(name)).join(', ');
  await client.query(`SET LOCAL lock_timeout = '10s'; LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
  const { rowCount: taken } = await client.query('SELECT FROM workspace LIMIT 1');
  if (taken)
    throw new BackupError(
      'There is a workspace already, and a restore keeps nothing: restore into an empty Mailroom.',
    );
  for (const { name } of tables.toReversed()) {
    // Triggers act on what happens, and this has happened before.
    await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER; DELETE FROM ${quoted(name)}`);
  }
  return tables;
}

type Found = { secret: string; end: End };

/** @throws BackupError when the entries are not those of a backup, or not as many rows come as were written */
async function fill(client: pg.Client, entries: AsyncGenerator<Entry>, tables: Table[]): Promise<Found> {
  const rows: Record<string, number> = Object.fromEntries(tables.map(({ name }) => [name, 0]));
  let copy: TableCopy | null = null;
  let secret = '';
  let end: End | null = null;
  for await (const entry of entries) {
    const name = tableOf(entry.header.name);
    if (copy && copy.table !== name) {
      rows[copy.table] = await copy.end();
      copy = null;
    }
    if (name) {
      copy ??= new TableCopy(client, known(tables, name));
      for await (const chunk of entry as AsyncIterable<Buffer>) await copy.write(chunk);
    } else if (entry.header.name === SECRET) secret = (await text(entry)).trim();
    else if (entry.header.name === END) end = endSchema.parse(JSON.parse(await text(entry)));
    else throw new BackupError(`It has “${entry.header.name}” in it, which no backup has.`);
  }
  if (!end || !secret) throw new BackupError('The backup is cut off: it has no end.');
  const expected = end.rows;
  const short = tables.find(({ name }) => rows[name] !== expected[name]);
  if (short)
    throw new BackupError(
      `The backup is damaged: of ${expected[short.name]} rows of the table ${short.name}, ${rows[short.name]} are there.`,
    );
  return { secret, end };
}

function known(tables: Table[], name: string): Table {
  const table = tables.find((one) => one.name === name);
  if (table) return table;
  throw new BackupError(`It has rows of a table ${name} in it, which it does not name.`);
}

async function finish(client: pg.Client, tables: Table[], { end }: Found): Promise<void> {
  for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  for (const { name, last } of end.sequences)
    if (last !== null) await client.query('SELECT setval($1::regclass, $2::bigint)', [quoted(name), last]);
}
