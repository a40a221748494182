import { fileResponse } from '#app/api/v1/file.ts';
import { pathId } from '#app/api/v1/path.ts';
import type { Operation } from '#app/mailosaur/operation.ts';
import { MailroomError } from '#lib/errors.ts';
import { findAttachment, findSource } from '#lib/messages/source.ts';

/** An attachment has no id of its own here, and their clients ask for it by nothing else. */
export function attachmentId(messageId: string, index: number): string {
  return `${messageId}-${index}`;
}

export const FILES: Operation[] = [
  {
    method: 'GET',
    path: 'files/email/{id}',
    scope: 'messages:read',
    handle: async ({ actor, params }) => {
      const id = pathId(params.id, 'message-not-found', 'message');
      const { bytes, contentType } = await findSource(actor, id);
      return fileResponse(bytes, contentType, contentType === 'message/rfc822' ? `${id}.eml` : `${id}.txt`);
    },
  },
  {
    method: 'GET',
    path: 'files/attachments/{id}',
    scope: 'messages:read',
    handle: async ({ actor, params }) => {
      const [, messageId, index] = /^(.+)-(\d{1,5})$/.exec(params.id ?? '') ?? [];
      if (index === undefined) throw new MailroomError('not-found', `There is no attachment ${params.id}.`);
      const id = pathId(messageId, 'message-not-found', 'message');
      const { content, contentType, filename } = await findAttachment(actor, id, Number(index));
      return fileResponse(content, contentType, filename ?? `attachment-${index}`);
    },
  },
];
