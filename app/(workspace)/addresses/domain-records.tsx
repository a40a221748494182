import { mxRecord } from '#app/(workspace)/mail-host.ts';
import { PortNote } from '#app/(workspace)/port-note.tsx';
import { Copyable } from '#app/ui/copyable.tsx';
import { settings } from '#lib/settings.ts';

/** What the world's mail servers must be told, one record a domain. */
export function DomainRecords({ domains }: { domains: string[] }) {
  return (
    <section className="grid gap-2" aria-labelledby="records">
      <h2 id="records" className="font-semibold">
        DNS records
      </h2>
      <p className="text-ink-2">
        Set {domains.length === 1 ? 'this record' : 'these records'} where the domain’s DNS is kept, so that
        mail to it comes here.
      </p>
      {domains.map((domain) => (
        <Copyable key={domain} text={mxRecord(domain, settings())} what={`the MX record of ${domain}`} />
      ))}
      <PortNote />
    </section>
  );
}
