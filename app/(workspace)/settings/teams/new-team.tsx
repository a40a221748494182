'use client';
import { useActionState } from 'react';
import { makeTeam } from '#app/(workspace)/settings/teams/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

export function NewTeam() {
  const [{ mistake, typed }, make, busy] = useActionState(makeTeam, { typed: '' });
  return (
    <form action={make} className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <Field
        label="New team"
        name="team"
        placeholder="Support"
        defaultValue={typed}
        autoComplete="off"
        maxLength={100}
        required
        error={mistake}
      />
      <Button type="submit" look="primary" busy={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
        {busy ? 'Making …' : 'Make team'}
      </Button>
    </form>
  );
}
