import { canStore } from '#lib/database/writable.ts';
import { feedIsClosed } from '#lib/feed/listen.ts';

export const dynamic = 'force-dynamic';

/** Ready: the database is there, migrated, writable and has room, and this process is not about to exit. */
export async function GET(): Promise<Response> {
  const ready = !feedIsClosed() && (await canStore());
  return new Response(ready ? 'ready\n' : 'not ready\n', {
    status: ready ? 200 : 503,
    headers: {
      'Content-Type': 'text/plain',
      'Cache-Control': 'no-store',
      ...(!ready && { 'Retry-After': '2' }),
    },
  });
}
