import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { memberFilter, messageFilter } from '#app/api/v1/messages/filter.ts';
import { listOf, page } from '#app/api/v1/parameters.ts';
import { listMessages } from '#lib/messages/find.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: endpoint({
    summary: 'Messages without their bodies, newest first.',
    scope: 'messages:read',
    query: z.strictObject({ ...messageFilter, ...memberFilter, ...page }),
    answer: listOf(messageSummarySchema),
    handle: ({ actor, query }) => listMessages(actor, query),
  }),
});
