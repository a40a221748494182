import { MxRecord } from '#app/(workspace)/mx-record.tsx';
import { PortNote } from '#app/(workspace)/port-note.tsx';

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
        <MxRecord key={domain} domain={domain} />
      ))}
      <PortNote />
    </section>
  );
}
