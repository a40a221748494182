import { access, constants, mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A database in the same Compose file, or on a machine that boots beside this one, may come up a little later. */
const DATABASE_PATIENCE_MS = 30_000;
const OLDEST_POSTGRESQL = 14;

/** Why Mailroom cannot start, in one line that says what would be right. */
export class StartError extends Error {
  override name = 'StartError';
}

/** @throws StartError */
export async function checkDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `DATA_DIR ${dataDir} cannot be used (${(error as Error).message}). Make it a folder that this user may read and write.`,
    );
  }
}

type Listener = { host: string; port: number };

/**
 * Whether both ports can be had at once, before anything is started for them.
 * @returns the ports as text; free ones where 0 was asked for
 * @throws StartError
 */
export async function checkPorts({ web, smtp }: { web: Listener; smtp: Listener }) {
  const first = await listen('PORT', web);
  try {
    const second = await listen('SMTP_PORT', smtp).catch((error) => {
      if (web.port !== smtp.port) throw error;
      throw new StartError(`PORT and SMTP_PORT are both ${web.port}: set one of them to another port.`);
    });
    const ports = { PORT: portOf(first), SMTP_PORT: portOf(second) };
    second.close();
    return ports;
  } finally {
    first.close();
  }
}

function listen(name: string, { host, port }: Listener): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(explainPort(name, host, port, error))),
    );
    server.listen(port, host, () => resolve(server));
  });
}

function portOf(server: Server): string {
  return String((server.address() as { port: number }).port);
}

function explainPort(name: string, host: string, port: number, error: NodeJS.ErrnoException): string {
  const hostName = name.replace('PORT', 'HOST');
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use: stop what listens there, or set ${name} to another port.`;
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has: set ${name} to one above 1023, or see “Port 25” in the README.`;
  return `Cannot listen on ${host}, port ${port} (${error.message}): check ${hostName} and ${name}.`;
}

/**
 * Whether DATABASE_URL leads to a PostgreSQL we can use; waits a little for one that is still starting.
 * @throws StartError, without the password
 */
export async function checkDatabase(url: string, say: (line: string) => void): Promise<void> {
  const { host, pathname, username } = new URL(url);
  const where = `${username ? `${decodeURIComponent(username)} at ` : ''}${host}${pathname}`;
  const deadline = Date.now() + DATABASE_PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await askVersion(url);
    } catch (error) {
      if (error instanceof StartError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      // Not there yet, or “the database system is starting up”: anything else will not heal by waiting.
      const mayCome = code === 'ECONNREFUSED' || code === '57P03';
      if (!mayCome || Date.now() > deadline) {
        throw new StartError(`DATABASE_URL (${where}) cannot be used: ${(error as Error).message || code}.`);
      }
      if (attempt === 0) say(`Waiting for the database (${where}) …`);
      await sleep(500);
    }
  }
}

async function askVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "SELECT current_setting('server_version_num') AS version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < OLDEST_POSTGRESQL)
      throw new StartError(
        `DATABASE_URL is a PostgreSQL ${major}; Mailroom needs ${OLDEST_POSTGRESQL} or newer.`,
      );
  } finally {
    await client.end().catch(() => {});
  }
}
