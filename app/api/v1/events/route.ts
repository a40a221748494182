import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { eventStream, readLastEventId } from '#app/api/v1/event-stream.ts';
import { place } from '#app/api/v1/parameters.ts';
import { followEvents } from '#lib/messages/events.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'What happens, as it happens: server-sent events. Resumes after Last-Event-ID without a gap.',
    scope: 'messages:read',
    query: z.strictObject(place),
    media: ['text/event-stream'],
    handle: ({ actor, query, request }) => {
      const since = readLastEventId(request.headers.get('last-event-id'));
      return eventStream(
        request,
        (signal) => followEvents(actor, { address: query.address, since, signal }),
        { toPage: actor.kind === 'member' },
      );
    },
  }),
});
