'use client';
import Link from 'next/link';
import { AddressChoices } from '#app/(workspace)/settings/address-choices.tsx';
import type { SourceAnswer } from '#app/(workspace)/settings/sources/actions.ts';
import { Choice, Choices } from '#app/ui/choice.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

export function SourceForm({
  answer: { typed, mistakes },
  make,
  busy,
  phones,
  close,
}: {
  answer: SourceAnswer;
  make: (form: FormData) => void;
  busy: boolean;
  phones: PublicAddress[];
  close: () => void;
}) {
  return (
    <form
      action={make}
      className="group/form grid gap-5 rounded-card border border-line p-4"
      aria-label="New source"
    >
      <Field
        label="Name"
        name="name"
        placeholder="Phone in the office"
        defaultValue={typed.name}
        autoComplete="off"
        maxLength={100}
        required
        autoFocus
        error={mistakes.name}
      />
      <Choices legend="Texts come from">
        <Choice type="radio" name="kind" value="android" defaultChecked={typed.kind === 'android'}>
          An Android phone, with an SMS gateway app
        </Choice>
        <Choice type="radio" name="kind" value="webhook" defaultChecked={typed.kind === 'webhook'}>
          Another provider, through a program of yours
        </Choice>
      </Choices>
      {phones.length === 0 ? (
        <p className="text-ink-2">
          There is no managed phone yet that you may see.{' '}
          <Link href="/addresses" className="text-ink underline underline-offset-2">
            Create the number as an address
          </Link>{' '}
          first.
        </p>
      ) : (
        <div>
          <div className="grid gap-4 group-has-[input[value=webhook]:checked]/form:hidden md:grid-cols-2">
            <Sim label="Number of SIM 1" name="sim1" phones={phones} chosen={typed.sims[0]} />
            <Sim label="Number of SIM 2" name="sim2" phones={phones} chosen={typed.sims[1]} />
          </div>
          <div className="hidden group-has-[input[value=webhook]:checked]/form:block">
            <AddressChoices addresses={phones} all={null} limited ticked={typed.addresses} />
          </div>
          {mistakes.numbers && <Mistake>{mistakes.numbers}</Mistake>}
        </div>
      )}
      <FormButtons
        busy={busy}
        disabled={phones.length === 0}
        action="Make source"
        doing="Making …"
        cancel={close}
      />
    </form>
  );
}

function Sim(props: { label: string; name: string; phones: PublicAddress[]; chosen: string | undefined }) {
  const numbers = props.phones.map(({ address, label }) => ({
    value: address,
    words: label ? `${address} ${label}` : address,
  }));
  return (
    <Select
      label={props.label}
      name={props.name}
      defaultValue={props.chosen}
      options={[{ value: '', words: 'None' }, ...numbers]}
    />
  );
}
