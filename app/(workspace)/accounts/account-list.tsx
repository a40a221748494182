import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Monogram } from '#app/ui/monogram.tsx';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { serviceName } from '#lib/codes/service-name.ts';

const NOBODY = { name: null, address: null };

export function AccountList({ accounts, mayCreate }: { accounts: PublicAccount[]; mayCreate: boolean }) {
  if (accounts.length === 0) {
    return (
      <p className="border-line border-y py-4 text-ink-2">
        {mayCreate
          ? 'No account yet. Create the first one above.'
          : 'You have no access to an account yet. Ask an owner to grant you one.'}
      </p>
    );
  }
  return (
    <ul aria-label="Accounts" className="border-line border-t">
      {accounts.map(({ id, service, handle, email, phone, hasAuthenticator }) => {
        const name = serviceName(service, NOBODY);
        return (
          <li key={id} className="border-line border-b">
            <Link
              href={`/accounts/${id}`}
              className="-mx-2 flex min-h-11 items-center gap-3 rounded-control px-2 py-1 hover:bg-ground"
            >
              <Monogram name={name} solid />
              <span className="min-w-0 flex-1 md:flex md:items-baseline md:gap-3">
                <span className="block truncate">
                  <span className="text-ink-2">{name}</span> <span className="font-medium">{handle}</span>
                </span>
                <span className="block truncate text-ink-2 max-md:text-small">
                  {[email, phone].filter(Boolean).join(' · ')}
                </span>
              </span>
              {hasAuthenticator && <span className="shrink-0 text-ink-3 text-small">Authenticator</span>}
              <ChevronRight aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
