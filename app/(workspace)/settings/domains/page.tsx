import type { Metadata } from 'next';
import { MxRecord } from '#app/(workspace)/mx-record.tsx';
import { PortNote } from '#app/(workspace)/port-note.tsx';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { AddDomain, DnsCheck, RemoveDomain } from '#app/(workspace)/settings/domains/domain-buttons.tsx';
import { requireMember } from '#app/session.ts';
import { Copyable } from '#app/ui/copyable.tsx';
import { isAdministrator } from '#lib/access/actor.ts';
import { listDomainsInUse } from '#lib/addresses/domains.ts';

export const metadata: Metadata = { title: 'Domains' };

export default async function DomainsPage() {
  const actor = await requireMember('/settings/domains');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const domains = await listDomainsInUse(actor);
  return (
    <>
      <p className="text-ink-2">
        Mailroom takes mail for the addresses at these domains. Their DNS must say that it comes here.
      </p>
      <AddDomain />
      <ul aria-label="Domains" className="border-line border-t">
        {domains.map(({ id, name, addresses }) => (
          <li key={id} className="grid gap-3 border-line border-b py-4">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <div className="min-w-0">
                <h2 className="break-all font-medium">{name}</h2>
                <p className="text-ink-2 text-small">
                  {addresses === 1 ? '1 address' : `${addresses} addresses`}
                </p>
              </div>
              <RemoveDomain id={id} name={name} />
            </div>
            <MxRecord domain={name} />
            <Copyable text={`${name}.  TXT  "v=spf1 -all"`} what={`the SPF record of ${name}`} />
            <p className="text-ink-2 text-small">
              The second one says that no mail is sent in the domain’s name. Where some is, its provider tells
              you which record to set instead.
            </p>
            <DnsCheck id={id} name={name} />
          </li>
        ))}
      </ul>
      <PortNote />
    </>
  );
}
