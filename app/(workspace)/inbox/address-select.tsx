'use client';
import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { PublicAddress } from '#lib/addresses/present.ts';

/** The rail's filter, where there is no rail. */
export function AddressSelect({
  address,
  addresses,
}: {
  address: string | null;
  addresses: PublicAddress[];
}) {
  const router = useRouter();
  if (addresses.length < 2) return null;
  return (
    <div className="relative shrink-0 border-line border-b md:hidden">
      <select
        aria-label="Mail to"
        value={address ?? ''}
        onChange={({ target }) =>
          router.push(target.value ? `/inbox?address=${encodeURIComponent(target.value)}` : '/inbox')
        }
        className="h-12 w-full appearance-none truncate bg-pane pr-10 pl-4 font-medium text-[16px]"
      >
        <option value="">All addresses</option>
        {addresses.map(({ id, address, label }) => (
          <option key={id} value={address}>
            {label ? `${label} · ${address}` : address}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        size={16}
        strokeWidth={1.5}
        className="pointer-events-none absolute top-4 right-4 text-ink-3"
      />
    </div>
  );
}
