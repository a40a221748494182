import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { fileResponse } from '#app/api/v1/file.ts';
import { pathId } from '#app/api/v1/path.ts';
import { MailroomError } from '#lib/errors.ts';
import { findAttachment } from '#lib/messages/source.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary:
      'A file that came with a message, by its index: as its own type where a browser shows that without running anything, else as bytes.',
    scope: 'messages:read',
    media: ['application/octet-stream', '*/*'],
    handle: async ({ actor, params }) => {
      const id = pathId(params.id, 'message-not-found', 'message');
      if (!/^\d{1,5}$/.test(params.n ?? ''))
        throw new MailroomError('not-found', `The message ${id} has no attachment ${params.n}.`);
      const { content, contentType, filename } = await findAttachment(actor, id, Number(params.n));
      return fileResponse(content, contentType, filename ?? `attachment-${params.n}`);
    },
  }),
});
