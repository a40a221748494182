/**
 * The client's IP address, for the throttle and the activity log, or null. The last entry is what the nearest
 * proxy saw, or the socket's own address (app/server.ts); the ones before it anybody can make up.
 */
export function remoteAddressOf(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return last || null;
}
