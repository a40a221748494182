'use client';
import { useRouter } from 'next/navigation';
import { useActionState } from 'react';
import { ClearSecret } from '#app/(workspace)/accounts/[id]/clear-secret.tsx';
import { AccountFields } from '#app/(workspace)/accounts/account-fields.tsx';
import { type AccountAnswer, changeAccount, removeAccount } from '#app/(workspace)/accounts/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicAccount } from '#lib/accounts/present.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';

/** Folded away: most come for a code. */
export function EditAccount({
  account,
  addresses,
  mayDelete,
}: {
  account: PublicAccount;
  addresses: PublicAddress[];
  mayDelete: boolean;
}) {
  const idOf = (address: string | null) => addresses.find((each) => each.address === address)?.id ?? '';
  const { id, service, handle, email, phone, hasAuthenticator, hasRecoveryCodes } = account;
  const now: AccountAnswer = {
    typed: { service, handle, email: idOf(email), phone: idOf(phone) },
    mistakes: {},
  };
  const [answer, save, busy] = useActionState(changeAccount.bind(null, id), now);
  const router = useRouter();
  const remove = async () => {
    const mistake = await removeAccount(id);
    if (!mistake) router.push('/accounts');
    return mistake;
  };
  return (
    <details className="group rounded-card border border-line open:p-4">
      <summary className="px-4 py-2 font-medium group-open:mb-4 group-open:p-0">Change this account</summary>
      <form action={save} aria-label="Change this account" className="grid gap-4">
        <AccountFields
          answer={answer}
          addresses={addresses}
          has={{ authenticator: hasAuthenticator, recoveryCodes: hasRecoveryCodes }}
        />
        {(hasAuthenticator || hasRecoveryCodes) && (
          <div className="-ml-3 flex flex-wrap">
            {hasAuthenticator && <ClearSecret id={id} secret="authenticator" />}
            {hasRecoveryCodes && <ClearSecret id={id} secret="recoveryCodes" />}
          </div>
        )}
        {answer.mistakes.form && <Mistake>{answer.mistakes.form}</Mistake>}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look="primary" busy={busy}>
            {busy ? 'Saving …' : 'Save'}
          </Button>
          {answer.saved && !busy && (
            <span role="status" className="text-ink-2">
              Saved.
            </span>
          )}
          {mayDelete && (
            <div className="ml-auto">
              <Confirm
                trigger={<Button look="quiet">Delete account …</Button>}
                title={`Delete ${service} ${handle}?`}
                action="Delete it with its secrets"
                act={remove}
              >
                Its authenticator secret and recovery codes are gone for good. Its addresses and their
                messages stay.
              </Confirm>
            </div>
          )}
        </div>
      </form>
    </details>
  );
}
