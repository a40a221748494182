import { settings } from '#lib/settings.ts';

/** Other mail servers deliver to port 25 and to no other (RFC 5321, section 4.5.4.2); where Mailroom listens elsewhere, somebody has to know. */
export function PortNote() {
  const { port } = settings().smtp;
  if (port === 25) return null;
  return (
    <p className="text-ink-2 text-small">
      Mail servers deliver to port 25, and Mailroom listens on {port}: start it with <Code>SMTP_PORT=25</Code>{' '}
      and <Code>SMTP_HOST=0.0.0.0</Code>, or forward port 25 to it.
    </p>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-ink">{children}</code>;
}
