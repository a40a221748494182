import Link from 'next/link';
import type { ReactNode } from 'react';
import type { PublicAccount } from '#lib/accounts/present.ts';

/** Where the account's codes come, and, as `children`, the newest of them. */
export function Registered({
  account: { email, phone },
  children,
}: {
  account: PublicAccount;
  children: ReactNode;
}) {
  if (!email && !phone)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        It is registered with no managed address: no code of it comes here.
      </p>
    );
  return (
    <dl className="border-line border-t">
      <Row name="Newest code">{children}</Row>
      {[
        { name: 'Email', address: email },
        { name: 'Phone', address: phone },
      ].map(
        ({ name, address }) =>
          address && (
            <Row key={name} name={name}>
              <Link
                href={`/inbox?address=${encodeURIComponent(address)}`}
                className="break-all hover:underline"
              >
                {address}
              </Link>
            </Row>
          ),
      )}
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center gap-3 border-line border-b py-1">
      <dt className="w-28 shrink-0 text-ink-2 max-md:w-24">{name}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}
