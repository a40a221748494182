import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { NewSource } from '#app/(workspace)/settings/sources/new-source.tsx';
import { Redacted } from '#app/(workspace)/settings/sources/redacted.tsx';
import { SourceList } from '#app/(workspace)/settings/sources/source-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { listSmsSources } from '#lib/sources/manage.ts';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage() {
  const actor = await requireMember('/settings/sources');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const [sources, addresses] = await Promise.all([listSmsSources(actor), listAddresses(actor)]);
  return (
    <>
      <p className="text-ink-2">
        A source brings texts to your managed phones without Twilio: an Android phone with the SIM in it, or
        another provider through a program of yours.
      </p>
      <NewSource phones={addresses.filter(({ kind }) => kind === 'phone')} />
      <SourceList sources={sources} />
      <Redacted />
    </>
  );
}
