'use client';
import { useActionState } from 'react';
import { changeAddress } from '#app/(workspace)/addresses/[id]/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

export function AddressForm({
  id,
  label,
  retentionDays,
}: {
  id: string;
  label: string | null;
  retentionDays: number | null;
}) {
  const [{ typed, mistakes, saved }, save, busy] = useActionState(changeAddress.bind(null, id), {
    typed: { label: label ?? '', retentionDays: retentionDays === null ? '' : String(retentionDays) },
    mistakes: {},
  });
  return (
    <form
      action={save}
      aria-label="Change this address"
      className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_200px_auto]"
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
