import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { deleteMessage } from '#lib/messages/delete.ts';
import { findMessage } from '#lib/messages/find.ts';
import { messageSchema } from '#lib/messages/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'A whole message.',
    scope: 'messages:read',
    answer: messageSchema,
    handle: ({ actor, params }) => findMessage(actor, pathId(params.id, 'message-not-found', 'message')),
  }),
  DELETE: endpoint({
    summary: 'Deletes a message with its codes.',
    scope: 'messages:write',
    status: 204,
    handle: async ({ actor, params }) => {
      await deleteMessage(actor, pathId(params.id, 'message-not-found', 'message'));
      return undefined;
    },
  }),
});
