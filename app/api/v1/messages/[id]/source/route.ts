import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { fileResponse } from '#app/api/v1/file.ts';
import { pathId } from '#app/api/v1/path.ts';
import { findSource } from '#lib/messages/source.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary:
      'What was received, byte for byte: `message/rfc822` of an email; what was posted here of a text or a call, as bytes; `text/plain` of a message whose code was blanked.',
    scope: 'messages:read',
    media: ['message/rfc822', 'application/octet-stream', 'text/plain'],
    handle: async ({ actor, params }) => {
      const id = pathId(params.id, 'message-not-found', 'message');
      const { bytes, contentType } = await findSource(actor, id);
      return fileResponse(bytes, contentType, contentType === 'message/rfc822' ? `${id}.eml` : `${id}.txt`);
    },
  }),
});
