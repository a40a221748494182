'use client';
import { useActionState } from 'react';
import { lookForNumbers, type SearchAnswer } from '#app/(workspace)/settings/phones/actions.ts';
import { Capabilities } from '#app/(workspace)/settings/phones/capabilities.tsx';
import { BuyNumber } from '#app/(workspace)/settings/phones/number-buttons.tsx';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';
import type { Offer } from '#lib/phones/search.ts';

const TYPES = [
  { value: 'local', words: 'Local' },
  { value: 'mobile', words: 'Mobile' },
  { value: 'tollFree', words: 'Toll-free' },
];
const EMPTY: SearchAnswer = { typed: { country: 'US', type: 'local', digits: '' } };

export function NumberSearch() {
  const [{ typed, offer, mistake }, search, busy] = useActionState(lookForNumbers, EMPTY);
  return (
    <section className="grid gap-3" aria-labelledby="buy">
      <h2 id="buy" className="font-semibold">
        Buy a number
      </h2>
      <p className="text-ink-2">
        X refuses some numbers that it takes for VoIP, and short codes do not reach every one: mobile numbers
        are taken most often.
      </p>
      <form
        action={search}
        aria-label="Look for a number"
        className="grid items-end gap-3 grid-cols-2 sm:grid-cols-[88px_140px_minmax(0,1fr)_auto]"
      >
        <Field
          label="Country"
          name="country"
          defaultValue={typed.country}
          maxLength={2}
          required
          autoComplete="off"
        />
        <Select key={typed.type} label="Type" name="type" defaultValue={typed.type} options={TYPES} />
        <Field
          label="Digits"
          name="digits"
          defaultValue={typed.digits}
          placeholder="415"
          inputMode="numeric"
          autoComplete="off"
        />
        <Button type="submit" look="primary" busy={busy} className="h-9 pointer-coarse:h-11">
          {busy ? 'Looking …' : 'Look'}
        </Button>
      </form>
      {mistake && <Mistake>{mistake}</Mistake>}
      {offer && !busy && <Offered offer={offer} />}
    </section>
  );
}

function Offered({ offer: { numbers, price } }: { offer: Offer }) {
  if (numbers.length === 0)
    return (
      <p role="status" className="border-line border-y py-4 text-ink-2">
        Twilio has no such number for texts. Look for other digits, or another type.
      </p>
    );
  return (
    <ul aria-label="Numbers for sale" className="border-line border-t">
      {numbers.map(({ number, place, capabilities, needsAddress }) => (
        <li key={number} className="flex min-h-11 items-center gap-3 border-line border-b py-1">
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
            <span className="font-medium">{number}</span>
            <span className="text-ink-2">{place}</span>
            <Capabilities of={capabilities} />
            {needsAddress && (
              <span className="text-amber text-small">Twilio wants an address in the country first</span>
            )}
          </div>
          <span className="text-ink-2">{price ?? 'Price not told'}</span>
          <BuyNumber number={number} price={price} />
        </li>
      ))}
    </ul>
  );
}
