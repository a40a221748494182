import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Pack, pack as startTar } from 'tar-stream';
import { connected, LIKE_EVERYWHERE } from '#lib/backup/connection.ts';
import {
  CONTENTS,
  type Contents,
  END,
  type End,
  FORMAT,
  partName,
  SECRET,
  type Table,
} from '#lib/backup/contents.ts';
import { BackupError } from '#lib/backup/failure.ts';
import { columnsOf, quoted, readSequences, readTables } from '#lib/backup/tables.ts';
import { readHistory } from '#prisma/migrate.ts';

/** So much of a table is in memory at once: tar wants to know the length of what comes. */
const PART_BYTES = 4 * 1024 * 1024;
const OWNER_ONLY = 0o600;

export type Written = { bytes: number; rows: Record<string, number> };

/**
 * Writes all of a Mailroom into one file (lib/backup/contents.ts), as it is at one moment, also while it runs. The file is there
 * whole or not at all, and only its owner may read it.
 * @throws BackupError when the file exists, or when the database is none of Mailroom's
 */
export async function writeBackup(
  file: string,
  { url, secret }: { url: string; secret: string },
): Promise<Written> {
  await refuseExisting(file);
  const draft = `${file}.${randomBytes(4).toString('hex')}.partial`;
  try {
    const rows = await connected(url, (client) => writeDraft(client, draft, secret));
    const { size } = await stat(draft);
    await refuseExisting(file);
    await rename(draft, file);
    await flush(path.dirname(path.resolve(file)));
    return { bytes: size, rows };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new BackupError(`${file} exists already: name a new file.`);
}

async function writeDraft(client: pg.Client, draft: string, secret: string): Promise<Written['rows']> {
  const tar = startTar();
  const [rows] = await Promise.all([
    fill(client, tar, secret).catch((error: Error) => {
      tar.destroy(error);
      throw error;
    }),
    // `flush`: on disk before it gets its name.
    pipeline(tar, createGzip(), createWriteStream(draft, { flags: 'wx', mode: OWNER_ONLY, flush: true })),
  ]);
  return rows;
}

/** All tables as they are at one moment: the transaction's first look decides it. */
async function fill(client: pg.Client, tar: Pack, secret: string): Promise<Written['rows']> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${LIKE_EVERYWHERE}`);
  const contents = await readContents(client);
  await add(tar, CONTENTS, JSON.stringify(contents, null, 2));
  await add(tar, SECRET, `${secret}\n`);
  const rows: Written['rows'] = {};
  for (const table of contents.tables) rows[table.name] = await addTable(client, tar, table);
  const end: End = { rows, sequences: await readSequences(client) };
  await add(tar, END, JSON.stringify(end, null, 2));
  await client.query('COMMIT');
  tar.finalize();
  return rows;
}

async function readContents(client: pg.Client): Promise<Contents> {
  const history = await readHistory(client).catch((cause: Error & { code?: string }) => {
    if (cause.code !== '42P01') throw cause;
    throw new BackupError('This database has nothing of Mailroom’s in it yet.', { cause });
  });
  return {
    format: FORMAT,
    madeAt: new Date().toISOString(),
    migrations: [...history].map(([name, checksum]) => ({ name, checksum })).sort(byName),
    tables: await readTables(client),
  };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** @returns how many rows it has */
async function addTable(client: pg.Client, tar: Pack, table: Table): Promise<number> {
  const copy = client.query(copyTo(`COPY ${quoted(table.name)} (${columnsOf(table)}) TO STDOUT`));
  let part = 0;
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of copy) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    await add(tar, partName(table.name, ++part), Buffer.concat(chunks));
    [chunks, bytes] = [[], 0];
  }
  if (bytes > 0) await add(tar, partName(table.name, ++part), Buffer.concat(chunks));
  return copy.rowCount;
}

/** Resolves when it has been taken, so that no more is read than is written. */
function add(tar: Pack, name: string, content: Buffer | string): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, mode: OWNER_ONLY }, content, (error) => (error ? reject(error) : resolve()));
  });
}

/** The new name too is to survive a power cut. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
