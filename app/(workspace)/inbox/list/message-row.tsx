'use client';
import { StickyNote } from 'lucide-react';
import { memo } from 'react';
import { useAge } from '#app/(workspace)/age.tsx';
import { useTick } from '#app/(workspace)/clock.tsx';
import { CopyableCode } from '#app/(workspace)/inbox/copyable-code.tsx';
import { MessageLink } from '#app/(workspace)/inbox/message-link.tsx';
import { ProofLine } from '#app/(workspace)/inbox/proof-line.tsx';
import { Hits } from '#app/(workspace)/inbox/search/hits.tsx';
import {
  callerOf,
  isRedacted,
  proofOf,
  stateAt,
  stateWords,
  titleOf,
} from '#app/(workspace)/inbox/states.ts';
import { Monogram } from '#app/ui/monogram.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * One message, the code first. On a phone the same parts stand in two lines: who and to whom beside the
 * code, what it says beside its age. Drawn anew only when it is another one: a frame of scrolling has time for few.
 */
export const MessageRow = memo(function MessageRow({
  message,
  list,
  words: wanted,
  selected,
  tabStop,
  open,
}: {
  message: MessageSummary;
  /** The list's path with its query, in which the message opens. */
  list: string;
  /** What is marked where it is found. */
  words: string[];
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
  const time = (className: string) => (
    <time dateTime={message.receivedAt} className={className} title={age.moment}>
      {age.words}
    </time>
  );
  const words = code && state ? stateWords(state, code.claimedBy) : '';
  return (
    <div
      data-selected={selected || undefined}
      className="group/row relative grid h-full grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 data-selected:bg-accent-soft hover:not-data-selected:bg-ground md:grid-cols-[20px_92px_124px_minmax(0,1fr)_auto]"
    >
      {selected && <span className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      {message.unread && (
        <span className="absolute left-[5px] size-1.5 rounded-full bg-accent">
          <span className="sr-only">Unread</span>
        </span>
      )}
      <Monogram name={name} solid={solid} />
      <div className="hidden min-w-0 md:block">
        <p className={`truncate ${message.unread ? 'font-semibold' : 'font-medium text-ink-2'}`}>
          <Hits text={name} words={wanted} />
        </p>
        <ProofLine proof={proof} />
      </div>
      <div className="relative z-10 min-w-0 max-md:order-3 max-md:justify-self-end max-md:text-right">
        {code && state ? (
          <>
            <CopyableCode
              id={code.id}
              messageId={message.id}
              code={code.code}
              faded={state !== 'usable'}
              tabStop={tabStop}
            />
            <p className="truncate text-ink-3 text-small max-md:max-w-[44vw]" title={words}>
              <span className="md:hidden">
                {words && `${words} · `}
                {time('')}
              </span>
              <span className="max-md:hidden">{words || code.purpose}</span>
            </p>
          </>
        ) : (
          <p className="text-ink-3 max-md:text-small">
            {isRedacted(message) ? (
              <span className="text-amber text-small">redacted by the carrier</span>
            ) : (
              <span className="max-md:hidden">no code</span>
            )}
            {time('md:hidden')}
          </p>
        )}
      </div>
      <div className="min-w-0 max-md:order-2">
        <p>
          {/* The whole row opens the message; the code above it is pressed by itself. */}
          <MessageLink
            id={message.id}
            list={list}
            open={open}
            tabIndex={tabStop ? 0 : -1}
            data-row={message.id}
            className="block w-full truncate text-left after:absolute after:inset-0 after:content-['']"
          >
            <span className={`md:hidden ${message.unread ? 'font-semibold' : 'font-medium'}`}>{name} </span>
            <span className="max-md:text-ink-2">
              <Hits text={title} words={wanted} />
            </span>
          </MessageLink>
        </p>
        <p className="truncate text-ink-2 text-small">
          {message.archived && <span className="text-ink-3">archived · </span>}
          {message.noteCount > 0 && (
            <StickyNote aria-hidden size={12} strokeWidth={1.5} className="mr-1 mb-0.5 inline text-accent" />
          )}
          {message.noteCount > 0 && <span className="sr-only">Has notes. </span>}
          {message.address}
          {title !== message.snippet && (
            <span className="text-ink-3 max-md:hidden">
              {' '}
              <Hits text={message.snippet} words={wanted} />
            </span>
          )}
        </p>
      </div>
      {time('w-14 text-right text-ink-3 text-small max-md:hidden')}
    </div>
  );
});
