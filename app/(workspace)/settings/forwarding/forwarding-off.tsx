import { Copyable } from '#app/ui/copyable.tsx';

/** No mail leaves this Mailroom: how it would. */
export function ForwardingOff() {
  return (
    <div className="grid gap-3 border-line border-y py-4">
      <p className="text-ink-2">
        Nothing can be forwarded: Mailroom knows no server that takes its mail. Start it with SMTP_RELAY_URL
        set to your mail provider’s:
      </p>
      <Copyable
        text="SMTP_RELAY_URL=smtps://user:password@relay.example.com?from=mailroom@example.com"
        what="the setting"
      />
    </div>
  );
}
