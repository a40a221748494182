import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, hasServer, openCluster, readServer, urlOf } from '#lib/database/cluster.ts';
import { DataDirError, lockDataDir, unlockDataDir } from '#lib/database/data-dir-lock.ts';
import {
  endPostmaster,
  killPostmaster,
  readPostmaster,
  removePostmasterFile,
  servesFolder,
  untilEnded,
} from '#lib/database/postmaster.ts';
import { reasonIn, sizeOf } from '#lib/database/server-log.ts';
import { freePort } from '#lib/free-port.ts';

/** Recovery after a crash replays at most a few WAL segments; a slow disk may take this long. */
const START_TIMEOUT_MS = 120_000;
/** No statement of ours takes longer. */
const ORPHANS_TIMEOUT_MS = 60_000;
/** Other commands take a second or two. */
const UNUSED_TIMEOUT_MS = 30_000;

export type EmbeddedDatabase = {
  url: string;
  /** The postmaster, for whoever watches over it. */
  process: ChildProcess;
  /** Ends all connections, shuts down cleanly if it can, and gives the data folder back. */
  stop(): Promise<void>;
  /** Ends it at once; `stop` is over soon then. What was committed is replayed by the next start. */
  kill(): Promise<void>;
  /** Resolves when nobody else is connected, at the latest after half a minute. */
  unused(): Promise<void>;
};

/**
 * Starts PostgreSQL in `<dataDir>/postgres`, creating the cluster at the first start, on a free port of the
 * loopback. This process takes the data folder for it, so a server that is found there was left behind by a killed
 * Mailroom, and is shut down first.
 * @param options.settings more `name=value` for PostgreSQL (tests turn fsync off)
 * @param options.port the one to use again after a crash
 * @param options.signal gives the start up: it rejects when nothing runs any more
 * @throws AlreadyRunningError when another process has the data folder; nothing was touched
 */
export async function startEmbedded(
  dataDir: string,
  options: {
    settings?: string[];
    port?: number;
    progress?: (line: string) => void;
    signal?: AbortSignal;
  } = {},
): Promise<EmbeddedDatabase> {
  lockDataDir(dataDir);
  const { settings = [], progress = () => {}, signal } = options;
  const cluster = await openCluster(dataDir, progress, signal);
  await stopLeftOver(cluster.folder);
  const port = options.port ?? (await freePort());
  const url = urlOf(cluster.password, port);
  const { child, owner } = await startServer(
    cluster,
    url,
    () => spawnServer(cluster, port, settings),
    signal,
  );
  return {
    url,
    process: child,
    async stop() {
      await endServer(child);
      unlockDataDir(dataDir);
    },
    async kill() {
      if (isRunning(child)) await killPostmaster(child.pid);
    },
    unused: () => waitUntilUnused(owner),
  };
}

/** The URL of the server that runs on this data folder and answers, or null: for who does not have the folder. */
export async function findEmbedded(dataDir: string): Promise<string | null> {
  const server = await readServer(dataDir);
  const client = server && (await connect(server.url, 'mailroom').catch(() => null));
  await client?.end();
  return client ? server.url : null;
}

/** The same, for who has it: a server that a killed Mailroom left behind. */
export async function findLeftOver(dataDir: string): Promise<string | null> {
  return (await hasServer(dataDir)) ? findEmbedded(dataDir) : null;
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
  // Details and contexts of errors quote rows, and with them codes and texts.
  'log_error_verbosity=terse',
];

/**
 * When the postmaster alone was killed, by a system that was out of memory for one, its sessions end by themselves, each
 * after its statement. Until then PostgreSQL refuses to start.
 */
async function startServer(
  cluster: Cluster,
  url: string,
  spawn: () => ChildProcess,
  signal?: AbortSignal,
): Promise<{ child: ChildProcess; owner: pg.Client }> {
  for (const deadline = Date.now() + ORPHANS_TIMEOUT_MS; ; await sleep(200)) {
    signal?.throwIfAborted();
    const logged = await sizeOf(cluster.logFile);
    const child = spawn();
    try {
      const owner = await waitUntilReady(child, url, signal);
      if (!owner)
        throw new DataDirError(
          `PostgreSQL did not start: ${await reasonIn(cluster.logFile, logged)} (${cluster.logFile})`,
        );
      await createDatabase(owner);
      return { child, owner };
    } catch (error) {
      await endServer(child);
      const hasOrphans = /pre-existing shared memory block/.test((error as Error).message);
      if (!hasOrphans || Date.now() > deadline) throw error;
    }
  }
}

function spawnServer(cluster: Cluster, port: number, settings: string[]): ChildProcess {
  const log = openSync(cluster.logFile, 'a', 0o600);
  const [command, args] = cluster.user.wrap(cluster.binaries.postgres, [
    ...['-D', cluster.folder, '-p', String(port)],
    ...[...SERVER_SETTINGS, ...settings].flatMap((setting) => ['-c', setting]),
  ]);
  // A group of its own: Ctrl-C in a terminal reaches the whole foreground group, and the database must outlive the rest.
  const child = spawn(command, args, { ...cluster.user.ids, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  return child;
}

type Running = ChildProcess & { pid: number };

function isRunning(child: ChildProcess): child is Running {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function endServer(child: ChildProcess): Promise<void> {
  if (isRunning(child)) await endPostmaster(child.pid, once(child, 'exit'));
}

/** What is left then names nobody who lives, and PostgreSQL would refuse to start if another process had its number. */
async function stopLeftOver(folder: string): Promise<void> {
  const postmaster = await readPostmaster(folder);
  if (postmaster && (await servesFolder(postmaster, folder)))
    await endPostmaster(postmaster.pid, untilEnded(postmaster, folder));
  await removePostmasterFile(folder);
}

/** Null when it ends, or takes too long. */
async function waitUntilReady(
  child: ChildProcess,
  url: string,
  signal?: AbortSignal,
): Promise<pg.Client | null> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && isRunning(child)) {
    signal?.throwIfAborted();
    const client = await connect(url).catch(() => null);
    if (client) return client;
    await sleep(50);
  }
  return null;
}

async function waitUntilUnused(owner: pg.Client): Promise<void> {
  for (const deadline = Date.now() + UNUSED_TIMEOUT_MS; Date.now() < deadline; await sleep(100)) {
    const { rowCount } = await owner.query("SELECT FROM pg_stat_activity WHERE datname = 'mailroom' LIMIT 1");
    if (rowCount === 0) return;
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'mailroom'");
  if (!rowCount) await client.query('CREATE DATABASE mailroom');
}

/** To the database that every cluster has, unless told otherwise: ours may not exist yet. */
async function connect(url: string, database = 'postgres'): Promise<pg.Client> {
  const connectionString = url.replace(/mailroom$/, database);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
}
