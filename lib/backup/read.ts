import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { z } from 'zod';
import { CONTENTS, type Contents, contentsSchema, FORMAT } from '#lib/backup/contents.ts';
import { BackupError } from '#lib/backup/failure.ts';

export type Backup = {
  contents: Contents;
  /** What follows, each to be read to its end before the next. Ends only when the whole file has proven undamaged. */
  rest: AsyncGenerator<Entry>;
  close(): void;
};

/** @throws BackupError when it is no backup, or one of a later version; what the file system says */
export async function openBackup(file: string): Promise<Backup> {
  const tar = extract();
  const flow = pipeline(createReadStream(file), createGunzip(), tar);
  // It is waited for at the end; until then its failure is the iterator's.
  flow.catch(() => {});
  const entries: Entries = tar[Symbol.asyncIterator]();
  try {
    const first = await next(entries, flow);
    if (first?.header.name !== CONTENTS) throw noBackup(file);
    const contents = readContents(await text(first), file);
    return { contents, rest: restOf(entries, flow), close: () => tar.destroy() };
  } catch (error) {
    tar.destroy();
    throw explainRead(error as Failure, file);
  }
}

async function* restOf(entries: Entries, flow: Promise<void>): AsyncGenerator<Entry> {
  for (let entry = await next(entries, flow); entry; entry = await next(entries, flow)) yield entry;
}

/** One file in the archive: a name and its bytes. */
export type Entry = Extract extends AsyncIterable<infer E> ? E : never;
type Entries = AsyncIterator<Entry>;

async function next(entries: Entries, flow: Promise<void>): Promise<Entry | null> {
  const { done, value } = await entries.next();
  if (!done) return value;
  // The checksum of the file is behind its last entry.
  await flow;
  return null;
}

type Failure = Error & { code?: string; syscall?: string; severity?: string };

/**
 * What the file system and PostgreSQL say is to the point, but for rows that PostgreSQL cannot have written (its
 * classes 22 and 23); all else is a file that is not as it was written.
 */
export function explainRead(error: Failure, file: string): Error {
  if (error.syscall || error instanceof BackupError) return error;
  if (error.severity && !/^2[23]/.test(error.code ?? '')) return error;
  return new BackupError(`${file} is damaged, cut off or no backup of Mailroom: ${error.message}.`, {
    cause: error,
  });
}

function readContents(json: string, file: string): Contents {
  try {
    const value: unknown = JSON.parse(json);
    const { format } = z.object({ format: z.number() }).parse(value);
    if (format > FORMAT)
      throw new BackupError(`${file} was made by a later version of Mailroom: restore it with that one.`);
    return contentsSchema.parse(value);
  } catch (error) {
    throw error instanceof BackupError ? error : noBackup(file);
  }
}

function noBackup(file: string): BackupError {
  return new BackupError(`${file} is no backup of Mailroom.`);
}
