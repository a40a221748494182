import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page } from '#app/api/v1/parameters.ts';
import { pathId } from '#app/api/v1/path.ts';
import { listDeliveries } from '#lib/webhooks/deliveries.ts';
import { deliverySchema } from '#lib/webhooks/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'What a webhook was sent in the last 30 days, or is to be sent: newest event first.',
    scope: 'webhooks:write',
    query: z.strictObject({
      status: z
        .enum(['pending', 'delivered', 'failed'], { error: 'must be pending, delivered or failed' })
        .optional(),
      ...page,
    }),
    answer: listOf(deliverySchema),
    handle: ({ actor, params, query }) =>
      listDeliveries(actor, pathId(params.id, 'not-found', 'webhook'), query),
  }),
});
