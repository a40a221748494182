import { mailHost } from '#app/(workspace)/mail-host.ts';
import { Copyable } from '#app/ui/copyable.tsx';
import { settings } from '#lib/settings.ts';

/** The line for the domain's zone; or what is missing to write it. A made-up name would be copied. */
export function MxRecord({ domain }: { domain: string }) {
  const host = mailHost(settings());
  if (host) return <Copyable text={`${domain}.  MX  10  ${host}.`} what={`the MX record of ${domain}`} />;
  return (
    <p className="rounded-control border border-line bg-raised px-3 py-2 text-ink-2">
      An MX record for <span className="text-ink">{domain}</span> with the public name of this machine.
      Mailroom does not know that name: start it with{' '}
      <code className="font-mono text-ink text-small">SMTP_NAME</code> set to it, such as mail.example.com,
      and the record stands here, ready to copy.
    </p>
  );
}
