'use client';
import { useState } from 'react';
import { useMessage } from '#app/(workspace)/inbox/queries.ts';
import { SendingLine } from '#app/(workspace)/sending-line.tsx';
import { useMaySend, useText } from '#app/(workspace)/use-text.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { readAsked } from '#lib/phones/asked.ts';

/** The guided way through “send us an SMS”: what the service shows is pasted, and one press sends it. */
export function AskedToText({ service, phone }: { service: string; phone: string }) {
  const maySend = useMaySend(phone);
  const [asked, setAsked] = useState({ to: '', text: '' });
  const [isPasted, setPasted] = useState(false);
  const { mutate, data: sent, error, isPending, reset } = useText();
  if (!maySend) return null;
  const read = (shown: string) => {
    setPasted(shown.trim() !== '');
    setAsked(readAsked(shown, phone) ?? { to: '', text: '' });
  };
  const change = (field: 'to' | 'text') => ({
    value: asked[field],
    onChange: (event: { target: { value: string } }) => setAsked({ ...asked, [field]: event.target.value }),
  });
  return (
    <details className="group rounded-card border border-line open:p-4">
      <summary className="px-4 py-2 font-medium group-open:mb-4 group-open:p-0">
        {service} asks me to send a text
      </summary>
      {sent ? (
        <Followed id={sent.id} again={reset} />
      ) : (
        <form
          aria-label="Send the text"
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            mutate({ from: phone, ...asked });
          }}
        >
          <div>
            <label htmlFor="shown" className="mb-1 block font-medium">
              Paste what {service} shows
            </label>
            <textarea
              id="shown"
              rows={3}
              placeholder="Text AB12CD to +44 7700 900123"
              onChange={(event) => read(event.target.value)}
              className="w-full rounded-control border border-edge bg-pane px-3 py-2 placeholder:text-ink-3"
            />
            <p role="status" className="mt-1 text-ink-2 text-small">
              {hintFor(isPasted, asked)}
            </p>
          </div>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Text" name="asked-text" autoComplete="off" required {...change('text')} />
            <Field
              label="To"
              name="asked-to"
              type="tel"
              autoComplete="off"
              required
              hint={`It is sent from ${phone}, the number of this account.`}
              {...change('to')}
            />
          </div>
          {error && <Mistake>{error.message}</Mistake>}
          <div>
            <Button type="submit" look="primary" busy={isPending} className="max-md:h-11 max-w-full">
              <span className="truncate">{actionFor(isPending, asked)}</span>
            </Button>
          </div>
        </form>
      )}
    </details>
  );
}

function hintFor(isPasted: boolean, { to, text }: { to: string; text: string }): string {
  if (!isPasted) return 'The number and the word in it are recognised.';
  if (to && text) return 'Recognised. Look it over, then send it.';
  return 'The number or the word was not recognised: fill them in below.';
}

function actionFor(isPending: boolean, { to, text }: { to: string; text: string }): string {
  if (isPending) return 'Sending …';
  return to && text ? `Send “${text}” to ${to}` : 'Send';
}

function Followed({ id, again }: { id: string; again: () => void }) {
  const { data: message } = useMessage(id, null);
  return (
    <div className="grid gap-3">
      {message?.sending && (
        <>
          <p className="break-words">
            “{message.text}” to {message.to[0]}
          </p>
          <SendingLine sending={message.sending} />
        </>
      )}
      <div>
        <Button onClick={again}>Send another</Button>
      </div>
    </div>
  );
}
