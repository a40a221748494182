'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type FormEvent, useState } from 'react';
import { Age } from '#app/(workspace)/age.tsx';
import { deleteNote, writeNote } from '#app/(workspace)/inbox/actions.ts';
import { messageKey } from '#app/(workspace)/inbox/queries.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** Few notes are taken back: loaded with the first that could be. */
const Confirm = dynamic(async () => (await import('#app/ui/confirm.tsx')).Confirm);

const NO_ANSWER = 'Mailroom does not answer. Try again.';

/** What members tell each other about a message. All who may see it see it at once, by the event stream. */
export function Notes({ messageId, notes }: { messageId: string; notes: PublicMessage['notes'] }) {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: messageKey(messageId) });
  return (
    <section aria-label="Notes" className="mx-6 border-line border-t py-3 max-md:mx-4">
      {notes.length > 0 && (
        <ul className="mb-2 grid gap-2">
          {notes.map(({ id, author, text, createdAt, mine }) => (
            <li key={id} className="flex items-start gap-2 rounded-control bg-raised px-3 py-2">
              <div className="min-w-0 flex-1">
                <p className="text-ink-2 text-small">
                  <span className="font-medium text-ink">{author}</span> · <Age at={createdAt} ago />
                </p>
                <p className="[unicode-bidi:plaintext] whitespace-pre-wrap break-words">{text}</p>
              </div>
              {mine && (
                <Confirm
                  trigger={
                    <Button look="quiet" aria-label="Delete your note" className="px-2">
                      <Trash2 aria-hidden size={14} strokeWidth={1.5} />
                    </Button>
                  }
                  title="Delete your note?"
                  action="Delete it for everybody"
                  act={async () => {
                    const mistake = await deleteNote(messageId, id);
                    await changed();
                    return mistake;
                  }}
                >
                  Nobody who may see the message can read it any more.
                </Confirm>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewNote messageId={messageId} written={changed} />
    </section>
  );
}

/** What was begun and not sent, by message, while the page is open: who looks something up elsewhere finds it again. */
const drafts = new Map<string, string>();

function NewNote({ messageId, written }: { messageId: string; written: () => Promise<void> }) {
  const [text, setText] = useState(drafts.get(messageId) ?? '');
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState<string>();
  const type = (wanted: string) => {
    setText(wanted);
    if (wanted === '') drafts.delete(messageId);
    else drafts.set(messageId, wanted);
  };
  const write = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const wrong = await writeNote(messageId, text).catch(() => NO_ANSWER);
    setBusy(false);
    setMistake(wrong);
    if (wrong) return;
    type('');
    await written();
  };
  return (
    <form onSubmit={write} className="flex flex-wrap gap-2 print:hidden">
      <input
        value={text}
        onChange={({ target }) => type(target.value)}
        maxLength={2_000}
        aria-label="A note for everyone who sees this message"
        placeholder="Note for the others"
        autoComplete="off"
        className="h-8 min-w-0 flex-1 rounded-control border border-edge bg-pane px-3 placeholder:text-ink-3 pointer-coarse:h-11"
      />
      {text.trim() !== '' && (
        <Button type="submit" disabled={busy} className="pointer-coarse:h-11">
          Add the note
        </Button>
      )}
      {mistake && <Mistake>{mistake}</Mistake>}
    </form>
  );
}
