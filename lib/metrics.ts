import { countWaits } from '#lib/codes/wait.ts';
import { gate, pool } from '#lib/database/pool.ts';
import { canStore } from '#lib/database/writable.ts';
import { countSubscriptions } from '#lib/feed/listen.ts';
import { countFollowers } from '#lib/messages/events.ts';
import { receivers } from '#lib/supervised.ts';

type Metric = { name: string; help: string; value: number };

/** Prometheus' text format, of this process and its database. Counts only: nothing here tells whose they are. */
export async function metrics(): Promise<string> {
  const all: Metric[] = [...ofProcess(), ...ofReceivers(), ...(await ofDatabase())];
  return all
    .map(({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('');
}

function ofProcess(): Metric[] {
  const { totalCount, idleCount, waitingCount } = pool();
  return [
    { name: 'mailroom_waits', help: 'Requests that wait for a code or a message.', value: countWaits() },
    { name: 'mailroom_event_streams', help: 'Open event streams.', value: countFollowers() },
    { name: 'mailroom_subscriptions', help: 'Subscriptions to the feed.', value: countSubscriptions() },
    { name: 'mailroom_pool_busy', help: 'Database connections in use.', value: totalCount - idleCount },
    { name: 'mailroom_pool_waiting', help: 'Queries that wait for a connection.', value: waitingCount },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of the web process.',
      value: process.memoryUsage.rss(),
    },
    {
      name: 'process_start_time_seconds',
      help: 'When the web process started.',
      value: Math.round(Date.now() / 1000 - process.uptime()),
    },
  ];
}

function ofReceivers(): Metric[] {
  const known = receivers();
  if (!known) return [];
  return [
    { name: 'mailroom_receivers_up', help: 'SMTP receivers that serve.', value: known.up },
    {
      name: 'mailroom_receiver_restarts',
      help: 'How often an SMTP receiver was started again, since Mailroom was started.',
      value: known.restarts,
    },
  ];
}

/** PostgreSQL's own counts: counting a million rows at every scrape would cost more than all the mail. */
async function ofDatabase(): Promise<Metric[]> {
  const { rows } = await pool()
    .query<{ table: string; count: string }>(
      gate({
        text: `SELECT relname AS table, n_live_tup AS count FROM pg_stat_user_tables
               WHERE schemaname = current_schema() AND relname IN ('message', 'code', 'managed_address')`,
      }),
    )
    .catch(() => ({ rows: [] }));
  const counted = rows.map(({ table, count }) => ({
    name: `mailroom_${table === 'managed_address' ? 'address' : table}_rows`,
    help: `Rows of the table ${table}, as PostgreSQL estimates them.`,
    value: Number(count),
  }));
  const up = {
    name: 'mailroom_database_up',
    help: '1 while the database answers.',
    value: rows.length > 0 ? 1 : 0,
  };
  const writable = {
    name: 'mailroom_database_writable',
    help: '1 while the database can store, as it was tried some seconds ago at most.',
    value: up.value && (await canStore()) ? 1 : 0,
  };
  return [...counted, up, writable];
}
