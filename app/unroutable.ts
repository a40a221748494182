import type { IncomingMessage } from 'node:http';
import { problem } from '#app/api/v1/problem.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * The answer to what Next would answer with 500: a method it does not know, a path whose escapes are broken, what is no
 * path at all. Else null.
 */
export function answerUnroutable(method = 'GET', url = '/'): Response | null {
  const headers = { Allow: METHODS.join(', ') };
  if (!METHODS.includes(method))
    return problem('method-not-allowed', `${method} is no method of Mailroom.`, [], headers);
  // RFC 9110 section 9.3.7: asked of the server as a whole.
  if (url === '*' && method === 'OPTIONS') return new Response(null, { status: 204, headers });
  if (!url.startsWith('/')) return problem('not-found', `There is no ${url} here: a path begins with /.`);
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return null;
  } catch {
    return problem('not-found', `The path ${url.split('?', 1)[0]} is not escaped as a URL is.`);
  }
}

/**
 * RFC 9112 section 3.2.2: a request may name a whole URL, as to a proxy, and a server takes it. Its host counts then, and
 * that of the Host header does not.
 */
export function toOriginForm(request: Pick<IncomingMessage, 'url' | 'headers'>): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#@]+)([/?].*)?$/is.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.headers.host = host;
}
