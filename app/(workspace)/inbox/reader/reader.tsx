'use client';
import { useEffect, useRef } from 'react';
import { ApiError } from '#app/(workspace)/api.ts';
import { useMessage } from '#app/(workspace)/inbox/queries.ts';
import { Attachments } from '#app/(workspace)/inbox/reader/attachments.tsx';
import { FoundCode } from '#app/(workspace)/inbox/reader/found-code.tsx';
import { FoundLinks } from '#app/(workspace)/inbox/reader/found-links.tsx';
import { MessageBody } from '#app/(workspace)/inbox/reader/message-body.tsx';
import { MessageHead } from '#app/(workspace)/inbox/reader/message-head.tsx';
import { Notes } from '#app/(workspace)/inbox/reader/notes.tsx';
import { Viewers } from '#app/(workspace)/inbox/reader/viewers.tsx';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { usePreferences } from '#app/(workspace)/preferences.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** One message, whole: what was found in it first, then what it says. */
export function Reader({
  id,
  first,
  close,
  archive,
  words,
}: {
  id: string;
  first: PublicMessage | null;
  close: () => void;
  archive: (message: MessageSummary) => void;
  words: string[];
}) {
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
      <MessageHead message={message} close={close} archive={() => archive(message)} />
      <Viewers id={message.id} />
      {message.problem && (
        <p className="mx-6 mb-4 rounded-control bg-amber-soft px-3 py-2 text-amber max-md:mx-4">
          This message could not be read in full: {message.problem} It is stored whole; the Source tab has all
          of it.
        </p>
      )}
      {message.codes.map((code) => (
        <FoundCode key={code.id} messageId={message.id} code={code} />
      ))}
      <FoundLinks links={message.links} />
      <Attachments messageId={message.id} attachments={message.attachments} />
      <Notes messageId={message.id} notes={message.notes} />
      <MessageBody key={message.id} message={message} words={words} />
    </article>
  );
}

/**
 * What lies open before a member has been read, by them alone. A message with a code is opened in passing, to
 * look at the code: it counts as read when the code is copied or taken, or when the member wants it so.
 */
function useReading(message: PublicMessage | undefined): void {
  const marks = useMarks();
  const { openingReads } = usePreferences();
  // Once an opening: what is made unread again while it lies open stays so.
  const opened = useRef(false);
  useEffect(() => {
    if (!message || opened.current) return;
    opened.current = true;
    if (message.unread && (openingReads || message.codes.length === 0)) marks.read(message.id);
  }, [message, marks, openingReads]);
}
