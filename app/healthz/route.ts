export const dynamic = 'force-dynamic';

/** Alive: this process answers. It asks nobody else, so that a database that is away restarts no healthy process. */
export function GET(): Response {
  return new Response('ok\n', { headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' } });
}
