import { ChevronLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AddressForm } from '#app/(workspace)/addresses/[id]/address-form.tsx';
import { readAddress } from '#app/(workspace)/addresses/[id]/read-address.ts';
import { OpenSwitch } from '#app/(workspace)/sharing/open-switch.tsx';
import { Sharing } from '#app/(workspace)/sharing/sharing.tsx';
import { requireMember } from '#app/session.ts';
import { buttonClass } from '#app/ui/button.tsx';
import { CopyButton } from '#app/ui/copy-button.tsx';

export const metadata: Metadata = { title: 'Address' };

export default async function AddressPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireMember(`/addresses/${encodeURIComponent(id)}`);
  const { address, label, open, mayManage, sharing, ...retention } = await readAddress(actor, id);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-8 p-6 max-md:p-4">
        <div>
          <Link
            href="/addresses"
            className="-ml-1 mb-3 inline-flex items-center gap-1 rounded-control text-ink-2 hover:text-ink"
          >
            <ChevronLeft aria-hidden size={16} strokeWidth={1.5} /> Addresses
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 className="min-w-0 flex-1 break-all font-semibold text-title max-sm:basis-full">{address}</h1>
            <CopyButton text={address} what={address} />
            <Link href={`/inbox?address=${encodeURIComponent(address)}`} className={buttonClass('plain')}>
              Its inbox
            </Link>
          </div>
          {!mayManage && label && <p className="text-ink-2">{label}</p>}
        </div>
        {mayManage && <AddressForm id={id} label={label} retention={retention} />}
        {sharing && (
          <Sharing shared={{ addressId: id }} view={sharing}>
            <OpenSwitch addressId={id} open={open} />
          </Sharing>
        )}
        {!mayManage && <p className="text-ink-2">You may read what comes here. Its managers change it.</p>}
      </div>
    </main>
  );
}
