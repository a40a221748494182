import { gate, pool } from '#lib/database/pool.ts';
import { feedIsClosed } from '#lib/feed/listen.ts';

export const dynamic = 'force-dynamic';

/** Ready: the database is there, migrated and writable, and this process is not about to exit. */
export async function GET(): Promise<Response> {
  const ready = !feedIsClosed() && (await databaseIsWritable());
  return new Response(ready ? 'ready\n' : 'not ready\n', {
    status: ready ? 200 : 503,
    headers: {
      'Content-Type': 'text/plain',
      'Cache-Control': 'no-store',
      ...(!ready && { 'Retry-After': '2' }),
    },
  });
}

async function databaseIsWritable(): Promise<boolean> {
  return pool()
    .query<{ writable: boolean }>(
      gate({
        text: `SELECT current_setting('transaction_read_only') = 'off' AND to_regclass('feed_event') IS NOT NULL AS writable`,
      }),
    )
    .then(
      ({ rows }) => rows[0]?.writable ?? false,
      () => false,
    );
}
