'use client';
import { useActionState, useState } from 'react';
import { AccountFields } from '#app/(workspace)/accounts/account-fields.tsx';
import { type AccountAnswer, createTeamAccount } from '#app/(workspace)/accounts/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const EMPTY: AccountAnswer = { typed: {}, mistakes: {} };

/** A button, and after it the form: whoever comes for a code need not pass it. */
export function NewAccount({ addresses, open }: { addresses: PublicAddress[]; open: boolean }) {
  const [shown, setShown] = useState(open);
  const [answer, create, busy] = useActionState(createTeamAccount, EMPTY);
  if (!shown)
    return (
      <div>
        <Button look="primary" onClick={() => setShown(true)}>
          New account
        </Button>
      </div>
    );
  return (
    <form action={create} aria-label="New account" className="grid gap-4 rounded-card border border-line p-4">
      <AccountFields answer={answer} addresses={addresses} />
      {answer.mistakes.form && <Mistake>{answer.mistakes.form}</Mistake>}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={busy}>
          {busy ? 'Creating …' : 'Create'}
        </Button>
        {!open && (
          <Button look="quiet" onClick={() => setShown(false)}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
