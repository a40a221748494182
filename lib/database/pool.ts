import pg from 'pg';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** The hot statements and Prisma share these; 2 processes × 10 stay far below PostgreSQL's default of 100. */
const CONNECTIONS = 10;
/** A request waits no longer than this for a connection; after it the answer is 503 or 451, and the caller tries again. */
const CONNECT_TIMEOUT_MS = 4_000;

/** The process's pool of connections. `DATABASE_URL` is set by the supervisor when PostgreSQL is embedded. */
export function pool(): pg.Pool {
  return once('pool', () => {
    const pool = new pg.Pool({ ...connectionOptions(), max: CONNECTIONS });
    // An idle connection that breaks is replaced at its next use; unhandled, it would end the process.
    pool.on('error', () => {});
    return pool;
  });
}

/** For a connection of its own, outside the pool (LISTEN, locks, migrations). */
export function connectionOptions(): pg.ClientConfig {
  const url = settings().databaseUrl;
  if (!url) throw new Error('DATABASE_URL is not set: the supervisor sets it for its children.');
  return { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: 'mailroom' };
}
