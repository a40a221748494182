import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page } from '#app/api/v1/parameters.ts';
import { webhookInput } from '#app/api/v1/webhooks/input.ts';
import { createWebhook, listWebhooks } from '#lib/webhooks/manage.ts';
import { createdWebhookSchema, webhookSchema } from '#lib/webhooks/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'Webhooks, newest first.',
    scope: 'webhooks:write',
    query: z.strictObject(page),
    answer: listOf(webhookSchema),
    handle: ({ actor, query }) => listWebhooks(actor, query),
  }),
  POST: endpoint({
    summary: 'Makes a webhook; the answer alone shows its secret.',
    scope: 'webhooks:write',
    body: z.strictObject(webhookInput),
    status: 201,
    answer: createdWebhookSchema,
    handle: ({ actor, body }) => createWebhook(actor, body),
  }),
});
