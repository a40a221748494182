'use client';
import { useState, useTransition } from 'react';
import { change } from '#app/(workspace)/settings/phones/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import type { PhoneNumber } from '#lib/phones/present.ts';

/** The label of a managed phone, and whether its calls are answered. */
export function NumberSettings({ number }: { number: PhoneNumber }) {
  const [open, setOpen] = useState(false);
  if (open) return <SettingsForm number={number} close={() => setOpen(false)} />;
  return (
    <Button look="quiet" aria-label={`Label and calls of ${number.number}`} onClick={() => setOpen(true)}>
      {number.capabilities?.voice ? 'Label and calls' : 'Label'}
    </Button>
  );
}

function SettingsForm({
  number: { number, label, calls, capabilities },
  close,
}: {
  number: PhoneNumber;
  close: () => void;
}) {
  const [answered, setAnswered] = useState(calls !== null);
  const [mistake, setMistake] = useState<string>();
  const [busy, start] = useTransition();
  const save = (form: FormData) =>
    start(async () => {
      const text = (name: string) => String(form.get(`${name}-${number}`) ?? '').trim() || null;
      const greeting = text('greeting');
      // What was not touched is not sent to Twilio again.
      const isNew = answered !== (calls !== null) || (answered && greeting !== calls?.greeting);
      const wanted = isNew ? { calls: answered ? { greeting } : null } : {};
      const wrong = await change(number, { label: text('label'), ...wanted });
      setMistake(wrong);
      if (!wrong) close();
    });
  return (
    <form
      aria-label={`Label and calls of ${number}`}
      className="grid max-w-[480px] basis-full gap-3 py-2"
      onSubmit={(event) => {
        // An action would empty the form, also where it was refused.
        event.preventDefault();
        save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label="Label"
        name={`label-${number}`}
        defaultValue={label ?? ''}
        placeholder="X @brand"
        maxLength={200}
        autoComplete="off"
      />
      {capabilities?.voice && (
        <label className="flex gap-2">
          <input
            type="checkbox"
            checked={answered}
            onChange={(event) => setAnswered(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            Answer its calls
            <span className="block text-ink-2 text-small">
              A call is recorded for up to two minutes, written down by Twilio, which knows English, and is a
              message with the code that was spoken. Twilio charges for it.
            </span>
          </span>
        </label>
      )}
      {answered && (
        <Field
          label="Say first"
          name={`greeting-${number}`}
          defaultValue={calls?.greeting ?? ''}
          placeholder="This call is recorded."
          maxLength={300}
          autoComplete="off"
          hint="Many places want callers to be told that they are recorded. Empty: nothing is said."
        />
      )}
      {mistake && <Mistake>{mistake}</Mistake>}
      <FormButtons busy={busy} action="Save" doing="Saving …" cancel={close} />
    </form>
  );
}
