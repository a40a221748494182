import { open, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** What ends a start, and not what it tells those who come too early. */
const REASON = /\b(?:FATAL|PANIC): +(?! |the database system is )(.*)/;
/** A start writes less. */
const READ_BYTES = 256 * 1024;

export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Why PostgreSQL did not start, from what it has logged since: the last line that names a reason, or else the last ones. */
export async function reasonIn(file: string, since: number): Promise<string> {
  const lines = (await read(file, since)).trim().split('\n');
  const reason = lines.map((line) => REASON.exec(line)?.[1]).findLast(Boolean);
  if (reason) return reason;
  // Its log needs room, too.
  const disk = await statfs(path.dirname(file)).catch(() => null);
  if (disk?.bavail === 0) return `No space left on device: ${path.dirname(file)}`;
  return lines.slice(-3).join('\n  ') || 'it said nothing';
}

async function read(file: string, since: number): Promise<string> {
  const log = await open(file).catch(() => null);
  if (!log) return '';
  try {
    const { buffer, bytesRead } = await log.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, since);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await log.close();
  }
}
