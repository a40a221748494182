import { metrics } from '#lib/metrics.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return new Response(await metrics(), {
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
