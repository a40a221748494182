'use client';
import { AddressChoices } from '#app/(workspace)/settings/address-choices.tsx';
import type { TokenAnswer } from '#app/(workspace)/settings/tokens/actions.ts';
import { SCOPE_WORDS } from '#app/(workspace)/settings/tokens/scopes.ts';
import { Choice, Choices } from '#app/ui/choice.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const EXPIRIES = [
  { value: '7', words: 'After 7 days' },
  { value: '30', words: 'After 30 days' },
  { value: '90', words: 'After 90 days' },
  { value: '365', words: 'After a year' },
  { value: '', words: 'Never' },
];

export function TokenForm({
  answer: { typed, mistakes },
  make,
  busy,
  addresses,
  everyAddress,
  close,
}: {
  answer: TokenAnswer;
  make: (form: FormData) => void;
  busy: boolean;
  addresses: PublicAddress[];
  /** Whether the person may make one for every address. */
  everyAddress: boolean;
  close: () => void;
}) {
  return (
    <form action={make} className="grid gap-5 rounded-card border border-line p-4" aria-label="New token">
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_200px]">
        <Field
          label="Name"
          name="name"
          placeholder="CI"
          defaultValue={typed.name}
          autoComplete="off"
          maxLength={100}
          required
          autoFocus
          hint="Which program has it."
          error={mistakes.name}
        />
        <Select label="Expires" name="days" options={EXPIRIES} defaultValue={typed.days} />
      </div>
      <Choices legend="It may">
        {Object.entries(SCOPE_WORDS).map(([scope, words]) => (
          <Choice
            key={scope}
            type="checkbox"
            name="scopes"
            value={scope}
            defaultChecked={typed.scopes.includes(scope)}
            note={words}
          >
            <code className="font-mono text-small sm:inline-block sm:w-[124px]">{scope}</code>
          </Choice>
        ))}
        {mistakes.scopes && <Mistake>{mistakes.scopes}</Mistake>}
      </Choices>
      <AddressChoices
        addresses={addresses}
        all={everyAddress ? 'Every address, later ones too' : null}
        limited={typed.limited}
        ticked={typed.addresses}
        error={mistakes.addresses}
      />
      <FormButtons busy={busy} action="Make token" doing="Making …" cancel={close} />
    </form>
  );
}
