import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import * as claimOne from '#app/api/v1/codes/[id]/claim/route.ts';
import * as claim from '#app/api/v1/codes/claim/route.ts';
import * as latestCode from '#app/api/v1/codes/latest/route.ts';
import type { Handler } from '#app/api/v1/endpoint.ts';
import * as latestMessage from '#app/api/v1/messages/latest/route.ts';
import { API_HEADERS, HEADERS, UNFRAMED_HEADERS } from '#app/headers.ts';

/** What automation asks again and again. Next's own part of a request takes several times as long as theirs. */
const ROUTES: { path: RegExp; route: Record<string, Handler> }[] = [
  { path: /^\/api\/v1\/codes\/latest$/, route: latestCode },
  { path: /^\/api\/v1\/codes\/claim$/, route: claim },
  { path: /^\/api\/v1\/codes\/(?<id>[^/]+)\/claim$/, route: claimOne },
  { path: /^\/api\/v1\/messages\/latest$/, route: latestMessage },
];

/**
 * Answers a call with a token to one of these routes by the route's own handler, without Next, and says whether it
 * does. A member's session is Next's to read.
 */
export function answerDirectly(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers.authorization === undefined) return false;
  const path = request.url?.split('?', 1)[0] ?? '';
  for (const { path: pattern, route } of ROUTES) {
    const found = pattern.exec(path);
    const handler = found && route[request.method ?? ''];
    if (!handler) continue;
    void listener(found.groups ?? {}, handler)(request, response);
    return true;
  }
  return false;
}

function listener(params: Record<string, string>, handler: Handler) {
  return getRequestListener(
    async (request) => {
      const answer = await handler(request, { params: Promise.resolve(params) });
      for (const { key, value } of [...HEADERS, ...UNFRAMED_HEADERS, ...API_HEADERS])
        answer.headers.set(key, value);
      return answer;
    },
    // Node's own Request and Response stay what they are for everything else in this process.
    { overrideGlobalObjects: false },
  );
}
