import type { ReactNode } from 'react';
import { firstMessage } from '#app/(workspace)/mail-host.ts';
import { MxRecord } from '#app/(workspace)/mx-record.tsx';
import { PortNote } from '#app/(workspace)/port-note.tsx';
import { CopyButton } from '#app/ui/copy-button.tsx';
import { Copyable } from '#app/ui/copyable.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';
import { settings } from '#lib/settings.ts';

/** How to see a first message arrive: now, from this machine; then from the world. */
export function FirstMessage({ address: { address, kind } }: { address: PublicAddress }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 p-6 max-md:p-4">
      <div>
        <h2 className="mb-1 font-semibold text-title">No code yet</h2>
        <div className="flex items-center gap-2 text-ink-2 max-md:justify-between">
          <p className="min-w-0">
            Waiting for {kind === 'email' ? 'mail' : 'texts'} to{' '}
            <strong className="font-medium text-ink wrap-anywhere max-md:block">{address}</strong>
          </p>
          <CopyButton text={address} what="the address" />
        </div>
      </div>
      {kind === 'email' ? <ByMail address={address} /> : <ByText />}
    </div>
  );
}

function ByMail({ address }: { address: string }) {
  const { swaks, curl } = firstMessage(address, settings());
  const domain = address.split('@')[1] ?? '';
  return (
    <>
      <Step
        title="Try it now"
        text="Send a first message from the machine that Mailroom runs on. It appears here by itself."
      >
        <Copyable text={swaks} what="the swaks command" />
        <Copyable text={curl} what="the curl command" />
      </Step>
      <Step title="Let everyone send to it" text={`Set this record where the DNS of ${domain} is kept.`}>
        <MxRecord domain={domain} />
        <PortNote />
      </Step>
      <Step
        title="Put it to use"
        text="Give the address to a service as the account’s email: on X under Settings, Your account, Account information, Email."
      />
    </>
  );
}

function ByText() {
  const { twilio, web } = settings();
  if (!twilio)
    return (
      <Step
        title="Connect Twilio"
        text="Start Mailroom with TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. It then receives what is texted to your numbers there."
      />
    );
  return (
    <Step
      title="Let Twilio deliver here"
      text="In Twilio’s console, set this as the number’s webhook for incoming messages (HTTP POST), and again as its fallback."
    >
      <Copyable text={`${web.publicUrl}/api/inbound/twilio/sms`} what="the webhook’s URL" />
    </Step>
  );
}

function Step({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-medium">{title}</h3>
      <p className="text-ink-2">{text}</p>
      {children}
    </section>
  );
}
