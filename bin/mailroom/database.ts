import { access, constants } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { readServer } from '#lib/database/cluster.ts';
import { AlreadyRunningError, lockDataDir, unlockDataDir } from '#lib/database/data-dir-lock.ts';
import { findEmbedded, findLeftOver, startEmbedded } from '#lib/database/embedded.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { parseSettings, readDotEnv, type Settings } from '#lib/settings.ts';
import { findOperator } from '#lib/workspaces/operator.ts';
import { migrate } from '#prisma/migrate.ts';

/** A Mailroom that is just starting holds its data folder before its database answers. */
const STARTING_MS = 60_000;
/** A database that says it is ready, and whose port leads to nobody for so long, is not in reach: PostgreSQL restarts sooner. */
const OUT_OF_REACH_MS = 5_000;

export type DatabaseWork<T> = (found: { url: string; migrated: string[] }) => Promise<T>;

/**
 * Runs the work on Mailroom's database: the one of DATABASE_URL, the embedded one of a Mailroom that runs, or
 * else that one started for as long as the work takes; brought up to date first.
 * @param options.create whether there may be none yet
 */
export function withDatabase<T>(work: DatabaseWork<T>, options: { create: boolean }): Promise<T> {
  return withServer((url) => runOn(url, work), options);
}

/** The same with the database as it is found, and no other connection to it than the work makes. */
export async function withServer<T>(
  work: (url: string, settings: Settings) => Promise<T>,
  options: { create: boolean },
): Promise<T> {
  readDotEnv();
  const settings = parseSettings(process.env);
  const { databaseUrl, dataDir } = settings;
  if (databaseUrl) return work(databaseUrl, settings);
  if (!options.create && !(await exists(dataDir))) throw notSetUp();
  const server = await open(dataDir);
  try {
    return await work(server.url, settings);
  } finally {
    await server.close();
  }
}

/** The same, for the operator of the one workspace. @throws MailroomError when there is none */
export async function asOperator<T>(work: (actor: SystemActor) => Promise<T>): Promise<T> {
  return withDatabase(
    async () => {
      const operator = await findOperator(`${userName()} at the command line`);
      if (!operator) throw notSetUp();
      return work(operator);
    },
    { create: false },
  );
}

function notSetUp(): MailroomError {
  return new MailroomError(
    'not-found',
    'There is no workspace yet: make one with mailroom init, or with the link that npm start prints.',
  );
}

async function runOn<T>(url: string, work: DatabaseWork<T>): Promise<T> {
  // Before anything of lib asks for its settings.
  process.env.DATABASE_URL = url;
  try {
    return await work({ url, migrated: await migrate(url) });
  } finally {
    await database().$disconnect();
    await pool().end();
  }
}

type Server = { url: string; close(): Promise<void> };

/** That of whoever has the data folder; where nobody has it, one of this process, which takes it meanwhile. */
async function open(dataDir: string): Promise<Server> {
  const running = await lockUnlessRunning(dataDir);
  if (running) return { url: running, close: async () => {} };
  const leftOver = await findLeftOver(dataDir);
  if (leftOver) return { url: leftOver, close: async () => unlockDataDir(dataDir) };
  const started = await startEmbedded(dataDir, { progress: (line) => process.stderr.write(`${line}\n`) });
  return {
    url: started.url,
    async close() {
      // Another command may have found the database while this one had it running.
      await started.unused();
      await started.stop();
    },
  };
}

/** The URL of the database of who has the data folder, or null: now this process has it. @throws AlreadyRunningError */
async function lockUnlessRunning(dataDir: string): Promise<string | null> {
  let readySince: number | null = null;
  for (const deadline = Date.now() + STARTING_MS; ; await sleep(250)) {
    try {
      lockDataDir(dataDir);
      return null;
    } catch (error) {
      if (!(error instanceof AlreadyRunningError)) throw error;
    }
    const running = await findEmbedded(dataDir);
    if (running) return running;
    readySince = (await readServer(dataDir))?.isReady ? (readySince ?? Date.now()) : null;
    if (Date.now() > deadline || (readySince && Date.now() - readySince > OUT_OF_REACH_MS))
      throw new AlreadyRunningError(
        `Mailroom is already running on ${dataDir}, and its database cannot be reached from here: perhaps it runs in another container. Run the command there.`,
      );
  }
}

function exists(dataDir: string): Promise<boolean> {
  return access(path.join(dataDir, 'postgres', 'PG_VERSION'), constants.F_OK).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}
