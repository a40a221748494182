import type { Metadata } from 'next';
import { AccountList } from '#app/(workspace)/accounts/account-list.tsx';
import { NewAccount } from '#app/(workspace)/accounts/new-account.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAccounts } from '#lib/accounts/find.ts';
import { listAddresses } from '#lib/addresses/manage.ts';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage() {
  const actor = await requireMember('/accounts');
  const [accounts, addresses] = await Promise.all([listAccounts(actor), listAddresses(actor)]);
  const mayCreate = isAdministrator(actor);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-8 p-6 max-md:p-4">
        <div>
          <h1 className="mb-1 font-semibold text-title">Accounts</h1>
          <p className="text-ink-2">
            Your team’s accounts at other services: where their codes come, and the codes of their
            authenticators.
          </p>
        </div>
        {mayCreate && <NewAccount addresses={addresses} open={accounts.length === 0} />}
        <AccountList accounts={accounts} mayCreate={mayCreate} />
      </div>
    </main>
  );
}
