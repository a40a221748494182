import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page, text } from '#app/api/v1/parameters.ts';
import { pathId } from '#app/api/v1/path.ts';
import { forwardMessage, listForwards } from '#lib/forwarding/forward.ts';
import { forwardSchema } from '#lib/forwarding/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'Where a message was forwarded to, by hand and by rules, newest first; kept for 30 days.',
    scope: 'messages:read',
    query: z.strictObject(page),
    answer: listOf(forwardSchema),
    handle: ({ actor, params, query }) =>
      listForwards(actor, pathId(params.id, 'message-not-found', 'message'), query),
  }),
  POST: endpoint({
    summary:
      'Forwards a message by mail to a member who may see it, or to an outside address that an owner has allowed. A token needs `messages:send` too.',
    scope: 'messages:read',
    status: 202,
    body: z.strictObject({
      to: text(320).describe('The member’s email, or the outside address.'),
    }),
    answer: forwardSchema,
    handle: ({ actor, params, body }) =>
      forwardMessage(actor, pathId(params.id, 'message-not-found', 'message'), body.to),
  }),
});
