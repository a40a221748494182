import { ChevronLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AskedToText } from '#app/(workspace)/accounts/[id]/asked-to-text.tsx';
import { EditAccount } from '#app/(workspace)/accounts/[id]/edit-account.tsx';
import { NewestCode } from '#app/(workspace)/accounts/[id]/newest-code.tsx';
import { readAccount } from '#app/(workspace)/accounts/[id]/read-account.ts';
import { RecoveryCodes } from '#app/(workspace)/accounts/[id]/recovery-codes.tsx';
import { Registered } from '#app/(workspace)/accounts/[id]/registered.tsx';
import { TotpCard } from '#app/(workspace)/accounts/[id]/totp-card.tsx';
import { Sharing } from '#app/(workspace)/sharing/sharing.tsx';
import { requireMember } from '#app/session.ts';
import { Monogram } from '#app/ui/monogram.tsx';
import { isAdministrator } from '#lib/access/actor.ts';
import { serviceName } from '#lib/codes/service-name.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireMember(`/accounts/${encodeURIComponent(id)}`);
  const { account, newest, addresses, servedAt, mayManage, sharing } = await readAccount(actor, id);
  const name = serviceName(account.service, { name: null, address: null });
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-6 p-6 max-md:p-4">
        <div>
          <Link
            href="/accounts"
            className="-ml-1 mb-3 inline-flex items-center gap-1 rounded-control text-ink-2 hover:text-ink"
          >
            <ChevronLeft aria-hidden size={16} strokeWidth={1.5} /> Accounts
          </Link>
          <div className="flex items-center gap-3">
            <Monogram name={name} solid size={28} />
            <h1 className="min-w-0 truncate font-semibold text-title">
              <span className="font-normal text-ink-2">{name}</span> {account.handle}
            </h1>
          </div>
        </div>
        {account.hasAuthenticator && <TotpCard id={account.id} />}
        <Registered account={account}>
          {(account.email || account.phone) && (
            <NewestCode accountId={account.id} first={newest} servedAt={servedAt} />
          )}
        </Registered>
        {account.phone && <AskedToText service={name} phone={account.phone} />}
        {account.hasRecoveryCodes && <RecoveryCodes id={account.id} />}
        {sharing && <Sharing shared={{ accountId: account.id }} view={sharing} />}
        {mayManage && (
          <EditAccount account={account} addresses={addresses} mayDelete={isAdministrator(actor)} />
        )}
      </div>
    </main>
  );
}
