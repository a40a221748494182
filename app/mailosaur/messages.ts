import { z } from 'zod';
import { readQuery } from '#app/api/v1/input.ts';
import { wholeNumber } from '#app/api/v1/parameters.ts';
import { pathId } from '#app/api/v1/path.ts';
import type { Operation } from '#app/mailosaur/operation.ts';
import { presentMessage, presentSummaries } from '#app/mailosaur/present.ts';
import { readCriteria, searchMessages } from '#app/mailosaur/search.ts';
import { findServer } from '#app/mailosaur/servers.ts';
import type { Actor } from '#lib/access/actor.ts';
import { allAddressIds } from '#lib/addresses/visible.ts';
import { deleteMessage, deleteMessagesAt } from '#lib/messages/delete.ts';
import { findMessage, listMessages } from '#lib/messages/find.ts';

const HOUR_MS = 3_600_000;
/** Their default and their bounds. */
const PAGE = { default: 50, max: 1_000 };
/** No test looks at the ten thousandth page; PostgreSQL would pass over all before it. */
const MAX_PAGE = 10_000;

/** What a list and a search are narrowed to. Unknown parameters are let pass, as they are there. */
const listQuery = z.object({
  server: z.string({ error: 'must be the id of a server' }).min(1, 'must be the id of a server'),
  page: wholeNumber(0, MAX_PAGE).default(0),
  itemsPerPage: wholeNumber(1, PAGE.max).default(PAGE.default),
  receivedAfter: z.string().transform(readTime).optional(),
  dir: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['sent', 'received'], { error: 'must be Sent or Received' }))
    .default('received'),
});
const searchQuery = listQuery.extend({ timeout: wholeNumber(0, 999_999).optional() });

export const MESSAGES: Operation[] = [
  {
    method: 'GET',
    path: 'messages',
    scope: 'messages:read',
    handle: async ({ actor, request }) => {
      const { filter, limit, offset } = await readPlace(actor, readQuery(request, listQuery));
      const { data } = await listMessages(actor, { ...filter, limit, offset });
      return { items: await presentSummaries(actor, data) };
    },
  },
  {
    method: 'POST',
    path: 'messages/search',
    scope: 'messages:read',
    handle: async ({ actor, request }) => {
      const query = readQuery(request, searchQuery);
      const criteria = await readCriteria(request);
      const place = await readPlace(actor, query);
      const found = await searchMessages(
        actor,
        { ...place, filter: { ...place.filter, criteria }, timeout: query.timeout },
        request.signal,
      );
      return Response.json(
        { items: await presentSummaries(actor, found.items) },
        { headers: { 'Cache-Control': 'no-store', 'x-ms-delay': found.delays } },
      );
    },
  },
  {
    method: 'DELETE',
    path: 'messages',
    scope: 'messages:write',
    handle: async ({ actor, request }) => {
      const { server } = readQuery(request, listQuery.pick({ server: true }));
      const { addressIds } = await findServer(actor, server);
      await deleteMessagesAt(actor, addressIds ?? (await allAddressIds(actor)));
      return undefined;
    },
  },
  {
    method: 'GET',
    path: 'messages/{id}',
    scope: 'messages:read',
    handle: async ({ actor, params }) => {
      const message = await findMessage(actor, pathId(params.id, 'message-not-found', 'message'));
      return presentMessage(actor, message);
    },
  },
  {
    method: 'DELETE',
    path: 'messages/{id}',
    scope: 'messages:write',
    handle: async ({ actor, params }) => {
      await deleteMessage(actor, pathId(params.id, 'message-not-found', 'message'));
      return undefined;
    },
  },
];

async function readPlace(actor: Actor, query: z.output<typeof listQuery>) {
  const { addressIds } = await findServer(actor, query.server);
  return {
    filter: {
      addressIds: addressIds ?? undefined,
      direction: query.dir === 'sent' ? ('outbound' as const) : ('inbound' as const),
      after: query.receivedAfter ?? new Date(Date.now() - HOUR_MS).toISOString(),
    },
    limit: query.itemsPerPage,
    offset: query.page * query.itemsPerPage,
  };
}

/** Clients of several languages write times in several ways; a plus that was not escaped has become a space. */
function readTime(value: string, context: z.RefinementCtx): string {
  const written = value.trim().replace(/ (?=\d{2}:?\d{2}$)/, '+');
  const zoned = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC)$/i.test(written) ? written : `${written}Z`;
  const time = new Date(zoned);
  // Years that RFC 3339 can write.
  if (time.getUTCFullYear() >= 0 && time.getUTCFullYear() <= 9999) return time.toISOString();
  context.addIssue({ code: 'custom', message: 'must be a time such as 2026-11-24T10:00:00Z' });
  return z.NEVER;
}
