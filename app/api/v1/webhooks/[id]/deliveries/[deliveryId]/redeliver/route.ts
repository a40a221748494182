import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { redeliver } from '#lib/webhooks/deliveries.ts';
import { deliverySchema } from '#lib/webhooks/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint({
    summary: 'Sends it once more, now, with the same `webhook-id`.',
    scope: 'webhooks:write',
    status: 202,
    answer: deliverySchema,
    handle: ({ actor, params }) =>
      redeliver(
        actor,
        pathId(params.id, 'not-found', 'webhook'),
        pathId(params.deliveryId, 'not-found', 'delivery'),
      ),
  }),
});
