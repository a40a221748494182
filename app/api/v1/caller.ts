import { remoteAddressOf } from '#app/remote-address.ts';
import type { Actor } from '#lib/access/actor.ts';
import { authenticate, refuseUnknownToken } from '#lib/access/authenticate.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who calls: the API token in the request, or else the member whose session it is.
 * @throws MailroomError `unauthenticated`; `too-many-requests` after many unknown tokens; `forbidden` for a session's write from another site
 */
export async function callerOf(request: Request): Promise<Actor> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return callerByToken(authorization, remoteAddressOf(request.headers));
  // Loaded only where there may be a session: a call with a token is answered without Next (direct.ts).
  const { sessionActor } = await import('#app/session.ts');
  const member = await sessionActor();
  if (!member)
    throw new MailroomError(
      'unauthenticated',
      'Send an API token, “Authorization: Bearer mrt_…”, or sign in.',
    );
  // A cookie goes along with requests that other sites make a browser send; a token does not.
  if (!SAFE.has(request.method) && request.headers.get('origin') !== settings().web.publicUrl)
    throw new MailroomError(
      'forbidden',
      `A session writes only from ${settings().web.publicUrl} (PUBLIC_URL), and this request comes from ${request.headers.get('origin') ?? 'elsewhere'}.`,
    );
  return member;
}

async function callerByToken(authorization: string, remoteAddress: string | null): Promise<Actor> {
  const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (!token) throw new MailroomError('unauthenticated', 'The Authorization header must be “Bearer mrt_…”.');
  return (await authenticate(token)) ?? refuseUnknownToken(remoteAddress);
}
