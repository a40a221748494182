import type { Metadata } from 'next';
import Link from 'next/link';
import { RetentionForm } from '#app/(workspace)/settings/retention/retention-form.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listRetention } from '#lib/addresses/retention.ts';

export const metadata: Metadata = { title: 'Retention' };

export default async function RetentionPage({
  searchParams,
}: {
  searchParams: Promise<{ address?: string | string[] }>;
}) {
  const actor = await requireMember('/settings/retention');
  const [addresses, { address }] = await Promise.all([listRetention(actor), searchParams]);
  return (
    <>
      <p className="text-ink-2">
        How long the messages of each address are kept, and when their codes are blanked: then neither the
        code nor what was written around it can be read any more.
      </p>
      {addresses.length > 0 ? (
        <RetentionForm addresses={addresses} ticked={addresses.filter(({ id }) => id === address)} />
      ) : isAdministrator(actor) ? (
        <p className="border-line border-y py-4 text-ink-2">
          There is no address yet that you manage.{' '}
          <Link href="/addresses" className="text-ink underline">
            Make one
          </Link>
          , and it keeps its messages for ever until you say otherwise here.
        </p>
      ) : (
        <p className="border-line border-y py-4 text-ink-2">
          You manage no address. Whoever manages one decides here how long its messages are kept.
        </p>
      )}
    </>
  );
}
