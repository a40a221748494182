'use client';
import { useActionState } from 'react';
import { endRule, makeRule } from '#app/(workspace)/settings/forwarding/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Choices } from '#app/ui/choice.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Field } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';
import type { Rule } from '#lib/forwarding/rules.ts';

/** What is forwarded by itself, address by address. */
export function Rules({ rules, addresses }: { rules: Rule[]; addresses: PublicAddress[] }) {
  return (
    <section aria-labelledby="rules" className="grid gap-3">
      <h2 id="rules" className="font-semibold">
        Rules
      </h2>
      {rules.length === 0 ? (
        <p className="text-ink-2">No rule yet: nothing is forwarded by itself.</p>
      ) : (
        <ul aria-label="Rules" className="border-line border-t">
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
      {addresses.length > 0 && <NewRule addresses={addresses} />}
    </section>
  );
}

function RuleRow({ rule: { id, address, to, onlyCodes } }: { rule: Rule }) {
  return (
    <li className="flex items-center justify-between gap-3 border-line border-b py-2">
      <span className="min-w-0 break-words">
        {onlyCodes ? 'Messages with a code' : 'Every message'} to <b className="font-medium">{address}</b>{' '}
        <span className="text-ink-2">→ {to}</span>
      </span>
      <Confirm
        trigger={
          <Button look="quiet" aria-label={`Delete the rule from ${address} to ${to} …`}>
            Delete …
          </Button>
        }
        title="Delete this rule?"
        action="Delete the rule"
        act={() => endRule(id)}
      >
        What comes to {address} is not forwarded to {to} by itself any more.
      </Confirm>
    </li>
  );
}

function NewRule({ addresses }: { addresses: PublicAddress[] }) {
  const [{ mistake, typed }, make, busy] = useActionState(makeRule, { typed: {} });
  return (
    <form action={make} aria-label="New rule" className="grid gap-4 rounded-card border border-line p-4">
      <Select
        label="What comes to"
        name="address"
        defaultValue={typed.address}
        options={addresses.map(({ address, label }) => ({
          value: address,
          words: label ? `${address} · ${label}` : address,
        }))}
      />
      <Choices legend="Forward">
        <Choice type="radio" name="what" value="codes" defaultChecked={typed.what !== 'all'}>
          Only messages with a code
        </Choice>
        <Choice type="radio" name="what" value="all" defaultChecked={typed.what === 'all'}>
          Every message
        </Choice>
      </Choices>
      <Field
        label="To"
        name="to"
        type="email"
        defaultValue={typed.to}
        autoComplete="off"
        required
        hint="A member who may see the address, or one of the outside addresses."
        error={mistake}
      />
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? 'Making …' : 'Make rule'}
        </Button>
      </div>
    </form>
  );
}
