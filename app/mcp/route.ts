import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { callerOf } from '#app/api/v1/caller.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { mcpServer } from '#app/mcp/server.ts';
import { countRequest } from '#lib/access/allowance.ts';
import { settings } from '#lib/settings.ts';

/** As for a body of the API: the longest arguments have a few kilobytes. */
const MAX_BODY = 64 * 1024;

/**
 * The Model Context Protocol over streamable HTTP (revision 2025-11-25, “Transports”), without sessions: each
 * request is authenticated and answered by itself, by whichever process gets it.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const refusal = refuseForeign(request);
    if (refusal) return refusal;
    const actor = await callerOf(request);
    countRequest(actor);
    const server = mcpServer(actor, request.signal);
    const transport = new WebStandardStreamableHTTPServerTransport({ maxRequestBodySize: MAX_BODY });
    // Without a session, who goes away can never ask for the answer: nothing need be waited for, or claimed, for them.
    request.signal.addEventListener('abort', () => void server.close());
    await server.connect(transport);
    return await transport.handleRequest(request);
  } catch (error) {
    return problemOf(error);
  }
}

/** There is no stream to open, and no session to end. */
async function refuseMethod(request: Request): Promise<Response> {
  return problem('method-not-allowed', `${request.method} is not a method of this route: POST.`, [], {
    Allow: 'POST',
  });
}

export { refuseMethod as DELETE, refuseMethod as GET, refuseMethod as PATCH, refuseMethod as PUT };

/**
 * A page that a member has open, or a name that an attacker's DNS leads here, must not speak for them: a browser
 * always tells the origin, and a session's cookie is no way in.
 */
function refuseForeign({ headers }: Request): Response | null {
  const origin = headers.get('origin');
  const { publicUrl } = settings().web;
  if (origin !== null && origin !== publicUrl)
    return problem(
      'forbidden',
      `A browser speaks to this only from ${publicUrl} (PUBLIC_URL), not from ${origin}.`,
    );
  if (headers.get('authorization') === null)
    return problem('unauthenticated', 'Send an API token, “Authorization: Bearer mrt_…”.');
  return null;
}
