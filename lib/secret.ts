import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The instance's secret where MAILROOM_SECRET does not give one: made at the first start and kept in the
 * data folder, readable by its owner alone. Sessions and the secrets at rest depend on it.
 */
export async function makeSecret(dataDir: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  await replaceSecret(dataDir, secret);
  return secret;
}

/** Null when there is none, or nothing in its file. */
export async function readSecret(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(secretFile(dataDir), 'utf8')).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Puts another one in its place, for an instance that is restored: whole or not at all. */
export async function replaceSecret(dataDir: string, secret: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${secretFile(dataDir)}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${secret}\n`, { flag: 'wx', mode: 0o600, flush: true });
  await rename(draft, secretFile(dataDir));
}

export function secretFile(dataDir: string): string {
  return path.join(dataDir, 'secret');
}
