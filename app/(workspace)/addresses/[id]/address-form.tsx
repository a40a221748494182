'use client';
import { useActionState } from 'react';
import { changeAddress } from '#app/(workspace)/addresses/[id]/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

export function AddressForm({
  id,
  label,
  retentionDays,
  blankAfterHours,
}: {
  id: string;
  label: string | null;
  retentionDays: number | null;
  blankAfterHours: number | null;
}) {
  const [{ typed, mistakes, saved }, save, busy] = useActionState(changeAddress.bind(null, id), {
    typed: {
      label: label ?? '',
      retentionDays: String(retentionDays ?? ''),
      blankAfterHours: String(blankAfterHours ?? ''),
    },
    mistakes: {},
  });
  return (
    <form
      action={save}
      aria-label="Change this address"
      className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
    >
      <Field
        label="Label"
        name="label"
        placeholder="X @brand"
        defaultValue={typed.label}
        autoComplete="off"
        maxLength={200}
        hint="What it is for."
        error={mistakes.label}
        className="sm:col-span-3"
      />
      <Field
        label="Days to keep messages"
        name="retentionDays"
        inputMode="numeric"
        placeholder="for ever"
        defaultValue={typed.retentionDays}
        autoComplete="off"
        hint="Older ones are deleted for good."
        error={mistakes.retentionDays}
      />
      <Field
        label="Hours until codes are blanked"
        name="blankAfterHours"
        inputMode="numeric"
        placeholder="never"
        defaultValue={typed.blankAfterHours}
        autoComplete="off"
        hint="Then neither the code nor what was written around it can be read any more."
        error={mistakes.blankAfterHours}
      />
      <div className="flex items-center gap-2 sm:mt-6">
        <Button type="submit" look="primary" disabled={busy} className="h-9">
          {busy ? 'Saving …' : 'Save'}
        </Button>
        {saved && !busy && (
          <span role="status" className="text-ink-2">
            Saved.
          </span>
        )}
      </div>
    </form>
  );
}
