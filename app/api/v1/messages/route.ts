import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { memberFilter, messageFilter } from '#app/api/v1/messages/filter.ts';
import { listOf, page, text } from '#app/api/v1/parameters.ts';
import { invalidField } from '#lib/errors.ts';
import { listMessages } from '#lib/messages/find.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';
import { MAX_IDEMPOTENCY_KEY, MAX_TEXT, sendText } from '#lib/phones/send.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'Messages without their bodies, newest first.',
    scope: 'messages:read',
    query: z.strictObject({ ...messageFilter, ...memberFilter, ...page }),
    answer: listOf(messageSummarySchema),
    handle: ({ actor, query }) => listMessages(actor, query),
  }),
  POST: endpoint({
    summary:
      'Sends an SMS from a managed phone. What becomes of it is its `sending`, and comes as `message.updated`. With an `Idempotency-Key` header, the same request again sends nothing twice.',
    scope: 'messages:send',
    body: z.strictObject({
      from: text(320).describe('A managed phone, in E.164.'),
      to: text(320).describe('A number in E.164.'),
      text: text(MAX_TEXT),
    }),
    status: 202,
    answer: messageSummarySchema,
    handle: ({ actor, body, request }) => sendText(actor, { ...body, idempotencyKey: keyOf(request) }),
  }),
});

/** @throws MailroomError `invalid-input` */
function keyOf(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key');
  if (key === null || (key !== '' && key.length <= MAX_IDEMPOTENCY_KEY)) return key ?? undefined;
  throw invalidField('Idempotency-Key', `An Idempotency-Key has 1 to ${MAX_IDEMPOTENCY_KEY} characters.`);
}
