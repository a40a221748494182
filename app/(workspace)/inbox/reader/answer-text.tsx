'use client';
import { useState } from 'react';
import { useMessage } from '#app/(workspace)/inbox/queries.ts';
import { SendingLine } from '#app/(workspace)/sending-line.tsx';
import { useMaySend, useText } from '#app/(workspace)/use-text.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** Below a text: what became of it, if it was sent from here, and a text to whoever is at its other end. */
export function AnswerText({ message }: { message: PublicMessage }) {
  const [open, setOpen] = useState(false);
  const maySend = useMaySend(message.channel === 'email' ? null : message.address);
  if (message.channel === 'email' || (!maySend && !message.sending)) return null;
  return (
    <section aria-label="Text" className="mx-6 grid gap-3 border-line border-t py-4 max-md:mx-4">
      {message.sending && <SendingLine sending={message.sending} />}
      {maySend && !open && (
        <div>
          <Button onClick={() => setOpen(true)}>Send a text</Button>
        </div>
      )}
      {maySend && open && (
        <Composer from={message.address} to={otherEnd(message)} close={() => setOpen(false)} />
      )}
    </section>
  );
}

/** Nobody can be texted who wrote under letters, or from a short code. */
function otherEnd({ direction, from, to }: PublicMessage): string {
  const other = direction === 'outbound' ? to[0] : from.address;
  return other && /^\+\d{7,15}$/.test(other) ? other : '';
}

function Composer({ from, to, close }: { from: string; to: string; close: () => void }) {
  const { mutate, data: sent, error, isPending } = useText();
  const submit = (form: FormData) =>
    mutate({ from, to: String(form.get('to') ?? ''), text: String(form.get('text') ?? '') });
  if (sent) return <Sent id={sent.id} close={close} />;
  return (
    <form
      onSubmit={(event) => {
        // An action would empty the form, also where the text was refused.
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      aria-label="Send a text"
      className="grid gap-3"
    >
      <Field
        label="To"
        name="to"
        type="tel"
        defaultValue={to}
        placeholder="+14155550100"
        autoComplete="off"
        required
        hint={`From ${from}.`}
      />
      <div>
        <label htmlFor="text" className="mb-1 block font-medium">
          Text
        </label>
        <textarea
          id="text"
          name="text"
          required
          maxLength={1600}
          rows={3}
          className="w-full rounded-control border border-edge bg-pane px-3 py-2"
        />
      </div>
      {error && <Mistake>{error.message}</Mistake>}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={isPending} className="max-md:h-11">
          {isPending ? 'Sending …' : 'Send'}
        </Button>
        <Button look="quiet" onClick={close} className="max-md:h-11">
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Followed by the event stream until it has arrived. */
function Sent({ id, close }: { id: string; close: () => void }) {
  const { data: message } = useMessage(id, null);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {message?.sending && (
        <>
          <span>
            “{message.text}” to {message.to[0]}
          </span>
          <SendingLine sending={message.sending} />
        </>
      )}
      <Button look="quiet" onClick={close}>
        Done
      </Button>
    </div>
  );
}
