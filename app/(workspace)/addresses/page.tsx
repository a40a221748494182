import type { Metadata } from 'next';
import { AddressList } from '#app/(workspace)/addresses/address-list.tsx';
import { CreateAddressForm } from '#app/(workspace)/addresses/create-address-form.tsx';
import { DomainRecords } from '#app/(workspace)/addresses/domain-records.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAddresses, listDomains } from '#lib/addresses/manage.ts';

export const metadata: Metadata = { title: 'Addresses' };

export default async function AddressesPage() {
  const actor = await requireMember('/addresses');
  const [addresses, domains] = await Promise.all([listAddresses(actor), listDomains(actor)]);
  const mayCreate = isAdministrator(actor);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-8 p-6 max-md:p-4">
        <div>
          <h1 className="mb-1 font-semibold text-title">Addresses</h1>
          <p className="text-ink-2">What Mailroom receives for. Mail and texts to them are in the inbox.</p>
        </div>
        {mayCreate && <CreateAddressForm domains={domains} />}
        <AddressList addresses={addresses} mayCreate={mayCreate} />
        {mayCreate && <DomainRecords domains={domains} />}
      </div>
    </main>
  );
}
