import { AtSign, ChevronRight, Phone } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '#app/ui/button.tsx';
import { CopyButton } from '#app/ui/copy-button.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const KINDS = { email: { Icon: AtSign, word: 'Email' }, phone: { Icon: Phone, word: 'Phone' } };

export function AddressList({ addresses, mayCreate }: { addresses: PublicAddress[]; mayCreate: boolean }) {
  if (addresses.length === 0) {
    return (
      <p className="border-line border-y py-4 text-ink-2">
        {mayCreate
          ? 'No address yet. Create the first one above.'
          : 'You have no access to an address yet. Ask an owner to grant you one.'}
      </p>
    );
  }
  return (
    <ul aria-label="Addresses" className="border-line border-t">
      {addresses.map(({ id, kind, address, label }) => {
        const { Icon, word } = KINDS[kind];
        return (
          <li key={id} className="flex min-h-11 items-center gap-3 border-line border-b py-1">
            <Icon aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
            <div className="min-w-0 flex-1 md:flex md:items-baseline md:gap-3">
              <Link
                href={`/inbox?address=${encodeURIComponent(address)}`}
                className="break-all font-medium hover:underline"
              >
                {address}
              </Link>
              {label && <p className="truncate text-ink-2">{label}</p>}
            </div>
            <span className="text-ink-3 text-small max-md:hidden">{word}</span>
            <CopyButton text={address} what={address} />
            <Link
              href={`/addresses/${id}`}
              aria-label={`About ${address}`}
              className={buttonClass('quiet', 'px-2')}
            >
              <ChevronRight aria-hidden size={16} strokeWidth={1.5} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
