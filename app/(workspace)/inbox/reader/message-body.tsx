'use client';
import { Tabs } from 'radix-ui';
import { Conversation } from '#app/(workspace)/inbox/reader/conversation.tsx';
import { HtmlFrame } from '#app/(workspace)/inbox/reader/html-frame.tsx';
import { type MarkedPart, markText } from '#app/(workspace)/inbox/reader/mark-text.ts';
import { Source } from '#app/(workspace)/inbox/reader/source.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** The message as text, as its sender laid it out, and as it came over the wire. Only what there is. */
export function MessageBody({
  message,
  words,
  open,
}: {
  message: PublicMessage;
  words: string[];
  open: (id: string) => void;
}) {
  const parts = [
    message.channel === 'email'
      ? message.text === null
        ? null
        : { name: 'Text', body: <Text text={message.text} codes={message.codes} words={words} /> }
      : { name: 'Conversation', body: <Conversation message={message} open={open} /> },
    message.html === null ? null : { name: 'HTML', body: <HtmlFrame message={message} /> },
    { name: 'Source', body: <Source message={message} /> },
  ].filter((part) => part !== null);
  return (
    <Tabs.Root
      defaultValue={parts[0]?.name}
      className="flex min-h-[320px] flex-1 flex-col border-line border-t"
    >
      <Tabs.List
        aria-label="Show the message as"
        className="flex gap-4 border-line border-b px-6 max-md:px-4 print:hidden"
      >
        {parts.map(({ name }) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="-mx-1 -mb-px h-9 px-1 -outline-offset-2 border-transparent border-b-2 text-ink-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink max-md:h-11"
          >
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {parts.map(({ name, body }) => (
        <Tabs.Content key={name} value={name} className="flex flex-1 flex-col data-[state=inactive]:hidden">
          {body}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

const MARKS: Record<NonNullable<MarkedPart['mark']>, string> = {
  code: 'bg-accent-soft font-mono font-medium text-accent',
  why: 'bg-raised text-ink',
  hit: 'bg-amber-soft text-ink',
};

/** The words, each paragraph in its own direction, with the codes in them and why they were taken for codes marked. */
function Text({ text, codes, words }: { text: string; codes: PublicMessage['codes']; words: string[] }) {
  const said = text.trim();
  if (said === '') return <p className="p-6 text-ink-3 max-md:p-4">This message has no text.</p>;
  return (
    <p className="max-w-[72ch] [unicode-bidi:plaintext] whitespace-pre-wrap break-words p-6 max-md:p-4">
      {markText(said, codes, words).map(({ text, mark }, index) =>
        mark ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
          <mark key={index} className={`rounded-[2px] ${MARKS[mark]}`}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </p>
  );
}
