'use client';
import { StickyNote } from 'lucide-react';
import { memo } from 'react';
import { useAge } from '#app/(workspace)/age.tsx';
import { useTick } from '#app/(workspace)/clock.tsx';
import { hasArrived, settle } from '#app/(workspace)/inbox/arrivals.ts';
import { CopyableCode } from '#app/(workspace)/inbox/copyable-code.tsx';
import { ROW_HEIGHT } from '#app/(workspace)/inbox/list/rows.ts';
import { MessageLink } from '#app/(workspace)/inbox/message-link.tsx';
import { ProofLine } from '#app/(workspace)/inbox/proof-line.tsx';
import { Hits } from '#app/(workspace)/inbox/search/hits.tsx';
import type { Words } from '#app/(workspace)/inbox/search/parse-query.ts';
import {
  callerOf,
  isRedacted,
  proofOf,
  stateAt,
  stateWords,
  titleOf,
} from '#app/(workspace)/inbox/states.ts';
import { isMine } from '#app/(workspace)/inbox/taken.ts';
import { Monogram } from '#app/ui/monogram.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * One message: on a desk in five columns, on a phone in two lines of the same parts. A paragraph that is `contents` on a desk,
 * where its parts stand in columns of their own, is a line on a phone. Few elements and memoised, for a list that
 * scrolls: one that is there twice, or only to hold another, costs it as much as one that is seen.
 */
export const MessageRow = memo(function MessageRow({
  message,
  top,
  list,
  words: wanted,
  selected,
  tabStop,
  open,
}: {
  message: MessageSummary;
  /** Where it stands in the list, in pixels. */
  top: number;
  /** The list's path with its query, in which the message opens. */
  list: string;
  /** What is marked where it is found. */
  words: Words;
  selected: boolean;
  /** Whether Tab stops at this row: it stops at one only, from which the arrow keys lead on. */
  tabStop: boolean;
  open: (id: string) => void;
}) {
  const proof = proofOf(message);
  const { name, solid } = callerOf(message, proof);
  const title = titleOf(message);
  const [code] = message.codes;
  const state = useTick((now) => (code ? stateAt(code, now) : null));
  const age = useAge(message.receivedAt);
  const remark = code && state ? stateWords(state, code.claimedBy, isMine(code.id)) : redaction(message);
  return (
    <li
      aria-current={selected || undefined}
      data-selected={selected || undefined}
      onAnimationEnd={() => settle(message.id)}
      className={`absolute inset-x-0 grid grid-cols-[20px_minmax(0,1fr)_auto] grid-rows-[20px_16px] content-center gap-x-3 overflow-hidden border-line border-b px-4 contain-strict data-selected:bg-accent-soft data-selected:shadow-[inset_2px_0_var(--accent)] hover:not-data-selected:bg-ground md:grid-cols-[20px_92px_124px_minmax(0,1fr)_56px] ${hasArrived(message.id) ? 'animate-arrive' : ''}`}
      // Not moved by a transform: each would be a thing of its own to whoever puts the frame together.
      style={{ top, height: ROW_HEIGHT.message }}
    >
      {message.unread && (
        <span className="absolute top-[18.5px] left-[5px] size-1.5 rounded-full bg-accent text-[0px]">
          Unread
        </span>
      )}
      <Monogram name={name} solid={solid} className="row-span-2 self-center" />
      {/* Who sent it, which a phone has no column for. */}
      <p className="flex min-w-0 gap-1 max-md:col-start-2 max-md:row-start-1 md:contents">
        <span
          dir="auto"
          className={`truncate text-left max-md:shrink-0 max-md:max-w-full md:col-start-2 md:row-start-1 ${message.unread ? 'font-semibold' : 'font-medium md:text-ink-2'}`}
        >
          <Hits text={name} words={wanted.sender} />
        </span>
        {/* The whole row opens the message; the code above it is pressed by itself. */}
        <MessageLink
          id={message.id}
          list={list}
          open={open}
          tabIndex={tabStop ? 0 : -1}
          data-row={message.id}
          dir="auto"
          className="min-w-0 truncate text-left outline-none after:absolute after:inset-0 after:-outline-offset-2 after:content-[''] focus-visible:after:outline-2 focus-visible:after:outline-accent max-md:text-ink-2 md:col-start-4 md:row-start-1"
        >
          <Hits text={title} words={wanted.subject} />
        </MessageLink>
      </p>
      <p className="flex min-w-0 gap-1.5 text-ink-2 text-small max-md:col-start-2 max-md:row-start-2 md:contents">
        <ProofLine
          proof={proof}
          className={`md:col-start-2 md:row-start-2 max-md:shrink-0 ${DOUBTS.includes(proof.level) ? '' : 'max-md:hidden'}`}
        />
        <span className="flex min-w-0 items-center text-ink-2 text-small md:col-start-4 md:row-start-2">
          {message.archived && <span className="shrink-0 whitespace-pre text-ink-3">archived · </span>}
          {message.noteCount > 0 && (
            <>
              <StickyNote aria-hidden size={12} strokeWidth={1.5} className="mr-1 shrink-0 text-accent" />
              <span className="sr-only">Has notes. </span>
            </>
          )}
          <span className="truncate">{message.address}</span>
          {title !== message.snippet && (
            // In a box of its own, so that what is written from the right is cut at its end, too.
            <span dir="auto" className="ml-1 min-w-0 flex-1 truncate text-left text-ink-3 max-md:hidden">
              <Hits text={message.snippet} words={wanted.text} />
            </span>
          )}
        </span>
      </p>
      {code && (
        <CopyableCode
          id={code.id}
          messageId={message.id}
          code={code.code}
          faded={state !== 'usable'}
          tabStop={tabStop}
        />
      )}
      <p
        className={`truncate text-ink-3 text-small max-md:col-start-3 max-md:max-w-[44vw] max-md:text-right md:contents ${code ? 'max-md:row-start-2' : 'max-md:row-span-2 max-md:row-start-1 max-md:self-center'}`}
      >
        <span
          className={`truncate md:col-start-3 ${code ? 'md:row-start-2' : 'md:row-span-2 md:row-start-1 md:self-center'} ${remark ? "max-md:after:content-['_·_']" : 'max-md:hidden'} ${code ? '' : remark ? 'text-amber' : 'text-body'}`}
        >
          {remark || (code ? code.purpose : 'no code')}
        </span>
        <time
          dateTime={message.receivedAt}
          className="md:col-start-5 md:row-span-2 md:row-start-1 md:self-center md:text-right"
        >
          {age}
        </time>
      </p>
    </li>
  );
});

/** These a phone says, too: for the others the service's name is enough. */
const DOUBTS = ['unproven', 'checking'];

function redaction(message: MessageSummary): string {
  return isRedacted(message) ? 'redacted by the carrier' : '';
}
