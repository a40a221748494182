import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { webhookInput } from '#app/api/v1/webhooks/input.ts';
import { deleteWebhook, findWebhook, updateWebhook } from '#lib/webhooks/manage.ts';
import { webhookSchema } from '#lib/webhooks/present.ts';

const { url, events, addresses } = webhookInput;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'A webhook.',
    scope: 'webhooks:write',
    answer: webhookSchema,
    handle: ({ actor, params }) => findWebhook(actor, pathId(params.id, 'not-found', 'webhook')),
  }),
  PATCH: endpoint({
    summary: 'Changes a webhook, or switches it off and on.',
    scope: 'webhooks:write',
    body: z.strictObject({
      ...{ url: url.optional(), events, addresses },
      enabled: z.boolean('must be true or false').optional(),
    }),
    answer: webhookSchema,
    handle: ({ actor, params, body }) =>
      updateWebhook(actor, pathId(params.id, 'not-found', 'webhook'), body),
  }),
  DELETE: endpoint({
    summary: 'Deletes a webhook with the log of its deliveries.',
    scope: 'webhooks:write',
    status: 204,
    handle: async ({ actor, params }) => {
      await deleteWebhook(actor, pathId(params.id, 'not-found', 'webhook'));
      return undefined;
    },
  }),
});
