'use client';
import { useActionState } from 'react';
import { type CreateAnswer, createManagedAddress } from '#app/(workspace)/addresses/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { useFirstMistake } from '#app/ui/use-first-mistake.ts';

const EMPTY: CreateAnswer = { typed: { address: '', label: '' }, mistakes: {} };

export function CreateAddressForm({ domains }: { domains: string[] }) {
  const [answer, create, busy] = useActionState(createManagedAddress, EMPTY);
  const { created, typed, mistakes } = answer;
  return (
    <form
      ref={useFirstMistake(answer)}
      action={create}
      className="grid items-start gap-3 grid-cols-[minmax(0,1fr)] sm:grid-cols-[minmax(0,1fr)_200px_auto]"
    >
      <Field
        label="New address"
        name="address"
        placeholder={`brand@${domains[0] ?? 'inbox.example'}`}
        defaultValue={typed.address}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={
          created
            ? `${created} is ready to receive.`
            : `${whatToType(domains)}, or a number such as +14155550100.`
        }
        error={mistakes.address}
      />
      <Field
        label="Label"
        name="label"
        placeholder="X @brand"
        defaultValue={typed.label}
        autoComplete="off"
        maxLength={200}
        hint="Optional: what it is for."
        error={mistakes.label}
      />
      <Button type="submit" look="primary" busy={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
        {busy ? 'Creating …' : 'Create'}
      </Button>
    </form>
  );
}

function whatToType(domains: string[]): string {
  return domains.length === 1 ? `“brand” for brand@${domains[0]}` : 'An email at one of your domains';
}
