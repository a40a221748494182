'use client';
import Link from 'next/link';
import { useActionState } from 'react';
import { changeLabel } from '#app/(workspace)/addresses/[id]/actions.ts';
import { retentionInWords } from '#app/(workspace)/settings/retention/words.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Retention } from '#lib/addresses/retention.ts';

export function AddressForm({
  id,
  label,
  retention,
}: {
  id: string;
  label: string | null;
  retention: Retention;
}) {
  const [{ typed, mistake, saved }, save, busy] = useActionState(changeLabel.bind(null, id), {
    typed: label ?? '',
  });
  return (
    <div className="grid gap-3">
      <form
        action={save}
        aria-label="Change this address"
        className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]"
      >
        <Field
          label="Label"
          name="label"
          placeholder="X @brand"
          defaultValue={typed}
          autoComplete="off"
          maxLength={200}
          hint={saved && !busy ? <span role="status">Saved.</span> : 'What it is for.'}
          error={mistake}
        />
        <Button type="submit" busy={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
          {busy ? 'Saving …' : 'Save'}
        </Button>
      </form>
      <p className="text-ink-2">
        Messages are {retentionInWords(retention)}.{' '}
        <Link href={`/settings/retention?address=${id}`} className="text-ink underline">
          Change how long
        </Link>
      </p>
    </div>
  );
}
