'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError } from '#app/(workspace)/api.ts';
import { markMessageRead } from '#app/(workspace)/inbox/actions.ts';
import { withRead } from '#app/(workspace)/inbox/feed.ts';
import { type MessageList, useMessage } from '#app/(workspace)/inbox/queries.ts';
import { AnswerText } from '#app/(workspace)/inbox/reader/answer-text.tsx';
import { Attachments } from '#app/(workspace)/inbox/reader/attachments.tsx';
import { FoundCode } from '#app/(workspace)/inbox/reader/found-code.tsx';
import { FoundLinks } from '#app/(workspace)/inbox/reader/found-links.tsx';
import { MessageBody } from '#app/(workspace)/inbox/reader/message-body.tsx';
import { MessageHead } from '#app/(workspace)/inbox/reader/message-head.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** One message, whole: what was found in it first, then what it says. */
export function Reader({ id, first, close }: { id: string; first: PublicMessage | null; close: () => void }) {
  const { data: message, error } = useMessage(id, first);
  useReading(message);
  if (!message) {
    const gone = error instanceof ApiError && error.status === 404;
    return (
      <div className="p-6 text-ink-2">
        {gone ? 'This message does not exist, or it is at an address that you have no access to.' : null}
        {error && !gone ? <Mistake>{error.message}</Mistake> : null}
      </div>
    );
  }
  return (
    <article className="flex min-h-full flex-col" aria-label={message.subject ?? 'Message'}>
      <MessageHead message={message} close={close} />
      {message.problem && (
        <p className="mx-6 mb-4 rounded-control bg-amber-soft px-3 py-2 text-amber max-md:mx-4">
          This message could not be read in full: {message.problem} It is stored whole; the Source tab has all
          of it.
        </p>
      )}
      {message.codes.map((code) => (
        <FoundCode key={code.id} code={code} />
      ))}
      <FoundLinks links={message.links} />
      <Attachments messageId={message.id} attachments={message.attachments} />
      <AnswerText key={`answer ${message.id}`} message={message} />
      <MessageBody key={message.id} message={message} />
    </article>
  );
}

/** What lies open before a member has been read, by them alone. */
function useReading(message: PublicMessage | undefined): void {
  const client = useQueryClient();
  const id = message?.unread ? message.id : null;
  useEffect(() => {
    if (!id) return;
    client.setQueriesData<MessageList>({ queryKey: ['messages'] }, (list) => list && withRead(list, id));
    // Unsaved, it is unread again at the next visit: no harm, and nothing to tell.
    markMessageRead(id).catch(() => {});
  }, [id, client]);
}
