import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The data folder cannot be used as things are. */
export class DataDirError extends Error {
  override name = 'DataDirError';
}

/** It is in use by another Mailroom. */
export class AlreadyRunningError extends DataDirError {}

/** By data folder. Held here for as long as the process wants: what nobody refers to is closed. */
const held = new Map<string, DatabaseSync>();

/**
 * Takes the data folder for this process, until it ends or gives it back: only who has it may start PostgreSQL there,
 * stop it, or touch its files. Taking it twice is taking it once.
 *
 * It is a lock of the kernel, so it cannot be left behind, and it reaches from one container into another, where neither
 * process numbers nor shared memory do, nor PostgreSQL's own protection, which is made of those. Node has no call for
 * it; SQLite takes one on a file that stays empty.
 * @throws AlreadyRunningError when another process has it
 */
export function lockDataDir(dataDir: string): void {
  if (held.has(dataDir)) return;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, 'lock');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    held.set(dataDir, lock);
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new AlreadyRunningError(
        `Mailroom is already running on this data folder, perhaps in another container: ${dataDir}.`,
      );
    throw new DataDirError(
      `${file} cannot be locked (${(error as Error).message}): make it a file that this user may read and write.`,
    );
  }
}

export function unlockDataDir(dataDir: string): void {
  held.get(dataDir)?.close();
  held.delete(dataDir);
}

const SQLITE_BUSY = 5;
