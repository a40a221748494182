import { Age } from '#app/(workspace)/age.tsx';
import { useConversation } from '#app/(workspace)/inbox/queries.ts';
import { isRedacted } from '#app/(workspace)/inbox/states.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/**
 * A text among those before and after it, oldest first: theirs on the left, ours on the right. What is open has all
 * of its words; the others open with a press.
 */
export function Conversation({ message, open }: { message: PublicMessage; open: (id: string) => void }) {
  const other = message.direction === 'inbound' ? message.from.address : (message.to[0] ?? null);
  const { data } = useConversation(message.address, other);
  // One that is older than the page that was fetched stands at its beginning.
  const texts = data?.some(({ id }) => id === message.id) ? data : [...(data ?? []), message];
  return (
    <ol
      aria-label={`Conversation with ${other ?? 'an unknown sender'}`}
      className="grid max-w-[72ch] gap-3 p-6 max-md:p-4"
    >
      {texts.toReversed().map((text) => (
        <li
          key={text.id}
          aria-current={text.id === message.id || undefined}
          className={`grid max-w-[85%] gap-1 ${text.direction === 'outbound' ? 'justify-self-end text-right' : 'justify-self-start'}`}
        >
          <Bubble text={text} words={text.id === message.id ? message.text : null} open={open} />
          <Age at={text.receivedAt} className="text-ink-3 text-small" />
        </li>
      ))}
    </ol>
  );
}

function Bubble({
  text,
  words,
  open,
}: {
  text: MessageSummary;
  /** Of the one that is open: all that it says. */
  words: string | null;
  open: (id: string) => void;
}) {
  const look = `rounded-card px-3 py-2 text-start [unicode-bidi:plaintext] whitespace-pre-wrap wrap-anywhere ${text.direction === 'outbound' ? 'bg-accent-soft' : 'bg-raised'}`;
  if (words !== null)
    return <p className={`${look} border border-edge`}>{words.trim() || nothingIn(text)}</p>;
  return (
    <button
      type="button"
      onClick={() => open(text.id)}
      className={`${look} border border-transparent hover:border-edge`}
    >
      {text.snippet || nothingIn(text)}
    </button>
  );
}

function nothingIn(text: MessageSummary): string {
  if (isRedacted(text)) return 'Redacted by the carrier';
  if (text.channel === 'voice') return 'A call whose words could not be written down';
  return text.attachmentCount > 0 ? 'Without words' : 'This message has no text.';
}
