import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Handler } from '#app/api/v1/endpoint.ts';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import { GET as openApi } from '#app/api/v1/openapi.json/route.ts';
import { SCOPES, type Scope } from '#lib/access/actor.ts';
import { createToken } from '#lib/access/tokens.ts';
import type { TestWorkspace } from '#tests/support/fixtures.ts';
import { SECRET } from '#tests/support/web-app.ts';

// For accounts' secrets at rest; the supervisor sets it for its children.
process.env.MAILROOM_SECRET ??= SECRET;

/** The secret of a new token. */
export async function issueToken(
  workspace: TestWorkspace,
  scopes: readonly Scope[] = SCOPES,
  addresses?: string[],
) {
  return (await createToken(workspace.operator, { name: 'CI', scopes: [...scopes], addresses })).token;
}

/** Calls the route's own handler, as Next would. */
export function call(
  token: string | null,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  const { body, signal } = options;
  const request = new Request(`http://localhost:3000/api/v1${path}`, {
    method,
    signal,
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...options.headers },
    ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
  return dispatch(request);
}

/** Sent as it is: what is no JSON, or is to be none. */
function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** The same over real HTTP, for what only a connection shows. */
export function serveApi(): Promise<Served> {
  return serve(dispatch);
}

export type Served = { url: string; close: () => Promise<void> };

/** A handler of requests over real HTTP, on a free port. */
export async function serve(handle: (request: Request) => Promise<Response>): Promise<Served> {
  const server = createServer((incoming, outgoing) => void answer(handle, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const client = new AbortController();
  outgoing.once('close', () => client.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const response = await handle(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers as Record<string, string>,
      signal: client.signal,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    .on('error', () => outgoing.destroy())
    .pipe(outgoing);
}

const ROUTES = Object.entries({ ...PATHS, '/openapi.json': { GET: openApi } }).map(([path, route]) => ({
  pattern: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  route: route as unknown as Record<string, Handler>,
}));

/** As in Next, a path without a variable wins over one with. */
function dispatch(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  for (const { pattern, route } of ROUTES.toSorted((a, b) => weigh(a.pattern) - weigh(b.pattern))) {
    const match = pattern.exec(pathname);
    const handler = route[request.method];
    if (match && handler) return handler(request, { params: Promise.resolve({ ...match.groups }) });
  }
  throw new Error(`The test asks for ${request.method} ${pathname}, which no route takes.`);
}

function weigh(pattern: RegExp): number {
  return pattern.source.split('?<').length;
}
