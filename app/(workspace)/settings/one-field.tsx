'use client';
import { useActionState } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { useFirstMistake } from '#app/ui/use-first-mistake.ts';

type Answer = { saved?: boolean; mistake?: string; typed: string };

/** One line that can be changed, and what came of it. */
export function OneField({
  change,
  label,
  name,
  value,
  hint,
}: {
  change: (before: Answer, form: FormData) => Promise<Answer>;
  label: string;
  name: string;
  value: string;
  hint: string;
}) {
  const [answer, save, busy] = useActionState(change, { typed: value });
  const { typed, mistake, saved } = answer;
  return (
    <form
      ref={useFirstMistake(answer)}
      action={save}
      className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <Field
        label={label}
        name={name}
        defaultValue={typed}
        autoComplete="off"
        maxLength={100}
        required
        hint={saved && !busy ? <span role="status">Saved.</span> : hint}
        error={mistake}
      />
      <Button type="submit" busy={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
        {busy ? 'Saving …' : 'Save'}
      </Button>
    </form>
  );
}
