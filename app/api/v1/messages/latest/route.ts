import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { messageFilter } from '#app/api/v1/messages/filter.ts';
import { wait } from '#app/api/v1/parameters.ts';
import { latestMessage } from '#lib/messages/latest.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The newest message that matches; with `wait`, the moment it comes.',
    scope: 'messages:read',
    query: z.strictObject({ ...messageFilter, wait }),
    answer: messageSummarySchema,
    handle: ({ actor, query, request }) => latestMessage(actor, query, request.signal),
  }),
});
