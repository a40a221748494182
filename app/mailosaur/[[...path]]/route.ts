import { callerOf } from '#app/api/v1/caller.ts';
import { DEVICES } from '#app/mailosaur/devices.ts';
import { errorResponse } from '#app/mailosaur/failure.ts';
import { FILES } from '#app/mailosaur/files.ts';
import { MESSAGES } from '#app/mailosaur/messages.ts';
import type { Operation } from '#app/mailosaur/operation.ts';
import { SERVERS } from '#app/mailosaur/servers.ts';
import { UNSUPPORTED } from '#app/mailosaur/unsupported.ts';
import { USAGE } from '#app/mailosaur/usage.ts';
import type { Actor } from '#lib/access/actor.ts';
import { countRequest } from '#lib/access/allowance.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { TOKEN_FORMAT } from '#lib/access/tokens.ts';
import { MailroomError } from '#lib/errors.ts';

/** What is named word for word comes before what a variable stands for. */
const OPERATIONS = [...SERVERS, ...MESSAGES, ...FILES, ...DEVICES, ...USAGE, ...UNSUPPORTED].map(
  (operation) => ({
    operation,
    pattern: patternOf(operation),
  }),
);

/** Mailosaur's API, for its official clients: the same data as at /api/v1, the same tokens and scopes, their shapes. */
async function answer(request: Request): Promise<Response> {
  try {
    const actor = await callerByKey(request);
    countRequest(actor);
    const { operation, params } = find(request);
    requireScope(actor, operation.scope);
    const answer = await operation.handle({ actor, request, params });
    if (answer instanceof Response) return answer;
    if (answer === undefined) return new Response(null, { status: 204 });
    return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return errorResponse(error);
  }
}

export { answer as DELETE, answer as GET, answer as POST, answer as PUT };

/**
 * Their clients send the key as the user name of Basic authentication (RFC 7617), their documentation as its
 * password. A session does not count: this is no route of a browser's.
 */
async function callerByKey(request: Request): Promise<Actor> {
  const authorization = request.headers.get('authorization') ?? '';
  const [, basic] = /^Basic +(\S+) *$/i.exec(authorization) ?? [];
  const [user = '', password = ''] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const headers = new Headers(request.headers);
  if (basic !== undefined)
    headers.set('Authorization', `Bearer ${TOKEN_FORMAT.test(password) ? password : user}`);
  else headers.set('Authorization', authorization);
  return callerOf(new Request(request.url, { method: request.method, headers }));
}

function find(request: Request): { operation: Operation; params: Record<string, string> } {
  const { pathname } = new URL(request.url);
  for (const { operation, pattern } of OPERATIONS) {
    const match = operation.method === request.method ? pattern.exec(pathname) : null;
    if (match)
      return {
        operation,
        params: Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
        ),
      };
  }
  throw new MailroomError('not-found', `There is no ${request.method} ${pathname}.`);
}

function patternOf({ path }: Operation): RegExp {
  return new RegExp(`^/mailosaur/api/${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}
