import pg from 'pg';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** The hot statements and Prisma share these; 2 processes × 10 stay far below PostgreSQL's default of 100. */
const CONNECTIONS = 10;
/**
 * So many stay open when nothing happens, since that is when a code comes: to connect, and to plan anew what is asked for,
 * would take longer than all the rest. A request asks for two things at once at most.
 */
const KEPT = 2;
/** What forgets silent connections, NAT or a firewall, does so after some minutes at the earliest. */
const KEEP_ALIVE_MS = 60_000;
/** A request waits no longer than this for a connection; after it the answer is 503 or 451, and the caller tries again. */
const CONNECT_TIMEOUT_MS = 4_000;
/** No statement of ours takes longer while all is well. Without an end, a database that hangs would hang every caller. */
const QUERY_TIMEOUT_MS = 15_000;
/** For what stands before everything else: whoever is kept so long is better told 503 or 451. */
const GATE_TIMEOUT_MS = 4_000;

/** The process's pool of connections. `DATABASE_URL` is set by the supervisor when PostgreSQL is embedded. */
export function pool(): pg.Pool {
  return once('pool', () => {
    const pool = new Pool({ ...connectionOptions(), max: CONNECTIONS, min: KEPT, onConnect: letGo });
    // An idle connection that breaks is replaced at its next use; unhandled, it would end the process.
    pool.on('error', () => {});
    return pool;
  });
}

/** `query` has a time limit; transactions, which may delete a million rows, have their own. */
class Pool extends pg.Pool {
  // pg's types give it a dozen forms: this passes on whichever it is.
  override query = ((query: string | pg.QueryConfig, ...rest: []) =>
    super.query(
      within(QUERY_TIMEOUT_MS, typeof query === 'string' ? { text: query } : query),
      ...rest,
    )) as pg.Pool['query'];
}

/** A query with a time limit of its own, after which its connection is given up. pg's types do not know of it. */
export function within(milliseconds: number, query: pg.QueryConfig): pg.QueryConfig {
  return { query_timeout: milliseconds, ...query } as pg.QueryConfig;
}

/** A query that decides whether anything else is asked. */
export function gate(query: pg.QueryConfig): pg.QueryConfig {
  return within(GATE_TIMEOUT_MS, query);
}

/**
 * PostgreSQL notices that we gave up a query that waits for a lock only when it is told to look. Otherwise each try
 * would leave a session behind, until there are no more.
 */
async function letGo(client: pg.ClientBase): Promise<void> {
  const look = within(GATE_TIMEOUT_MS, { text: "SET client_connection_check_interval = '2s'" });
  // Not every system can.
  await client.query(look).catch(() => {});
}

/** For a connection of its own, outside the pool (LISTEN, locks, migrations). */
export function connectionOptions(): pg.ClientConfig {
  const url = settings().databaseUrl;
  if (!url) throw new Error('DATABASE_URL is not set: the supervisor sets it for its children.');
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'mailroom',
  };
}
