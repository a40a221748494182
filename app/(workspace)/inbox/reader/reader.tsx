'use client';
import dynamic from 'next/dynamic';
import { useEffect, useRef } from 'react';
import { ApiError } from '#app/(workspace)/api.ts';
import { useMessage, withoutTheRest } from '#app/(workspace)/inbox/queries.ts';
import { Attachments } from '#app/(workspace)/inbox/reader/attachments.tsx';
import { FoundCode } from '#app/(workspace)/inbox/reader/found-code.tsx';
import { FoundLinks } from '#app/(workspace)/inbox/reader/found-links.tsx';
import { MessageHead } from '#app/(workspace)/inbox/reader/message-head.tsx';
import { NotShown } from '#app/(workspace)/inbox/reader/not-shown.tsx';
import { Viewers } from '#app/(workspace)/inbox/reader/viewers.tsx';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { usePreferences } from '#app/(workspace)/preferences.tsx';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** Below what most look for, the code: loaded with the first message that is opened. */
const Details = dynamic(async () => (await import('#app/(workspace)/inbox/reader/details.tsx')).Details);

/** One message, whole: what was found in it first, then what it says. */
export function Reader({
  id,
  first,
  known,
  open,
  close,
  archive,
  words,
}: {
  id: string;
  first: PublicMessage | null;
  /** The same, as far as the list knows it. */
  known: MessageSummary | undefined;
  /** Another message in this one's place. */
  open: (id: string) => void;
  close: () => void;
  archive: (message: MessageSummary) => void;
  words: string[];
}) {
  const { data, error, failureReason, isPlaceholderData, isFetching, refetch } = useMessage(id, first, known);
  const isWhole = data !== undefined && !isPlaceholderData;
  useReading(isWhole ? data : undefined);
  const gone = error instanceof ApiError && error.status === 404;
  if (gone)
    return (
      <NotShown title="This message is not here" close={close}>
        It does not exist any more, or it is at an address that you have no access to.
      </NotShown>
    );
  // With the error, the query forgets what the list knows: the code is in that.
  const message = data ?? (known && withoutTheRest(known));
  const tryAgain = (
    <Button disabled={isFetching} onClick={() => void refetch()} className="mt-3">
      {isFetching ? 'Trying again …' : 'Try again'}
    </Button>
  );
  if (!message)
    return failureReason ? (
      <NotShown title="This message could not be fetched" close={close}>
        <Mistake>{failureReason.message}</Mistake>
        {tryAgain}
      </NotShown>
    ) : null;
  return (
    <article className="flex min-h-full flex-col" aria-label={message.subject ?? 'Message'}>
      <MessageHead message={message} close={close} archive={() => archive(message)} />
      <Viewers id={message.id} />
      {message.problem && (
        <p className="mx-6 mb-4 rounded-control bg-amber-soft px-3 py-2 text-amber max-md:mx-4">
          {message.channel === 'email'
            ? `This message could not be read in full: ${message.problem} It is stored whole; the Source tab has all of it.`
            : message.problem}
        </p>
      )}
      {message.codes.map((code) => (
        <FoundCode key={code.id} messageId={message.id} code={code} />
      ))}
      <FoundLinks links={message.links} />
      <Attachments message={message} />
      {!isWhole && failureReason && (
        <section className="mx-6 border-line border-t py-4 max-md:mx-4">
          <Mistake>The rest of this message could not be fetched. {failureReason.message}</Mistake>
          {tryAgain}
        </section>
      )}
      {isWhole && <Details key={message.id} message={message} words={words} open={open} />}
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
