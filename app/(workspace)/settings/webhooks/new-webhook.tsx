'use client';
import { useActionState } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import { Opener } from '#app/(workspace)/settings/opener.tsx';
import { makeWebhook, type WebhookAnswer } from '#app/(workspace)/settings/webhooks/actions.ts';
import { EVENT_WORDS } from '#app/(workspace)/settings/webhooks/event-words.ts';
import { WebhookForm } from '#app/(workspace)/settings/webhooks/webhook-form.tsx';
import { Copyable } from '#app/ui/copyable.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const EMPTY: WebhookAnswer = {
  typed: { url: '', events: Object.keys(EVENT_WORDS), limited: false, addresses: [] },
  mistakes: {},
};
/** How the other side reads a request; the library is the specification's own. */
const CHECK = `import { Webhook } from 'standardwebhooks';
const event = new Webhook(process.env.MAILROOM_WEBHOOK_SECRET).verify(body, headers);`;

/** A button; then the form; then the secret, once. */
export function NewWebhook({ addresses }: { addresses: PublicAddress[] }) {
  return <Opener name="New webhook">{(close) => <Making addresses={addresses} close={close} />}</Opener>;
}

function Making({ addresses, close }: { addresses: PublicAddress[]; close: () => void }) {
  const [answer, make, busy] = useActionState(makeWebhook, EMPTY);
  if (!answer.made)
    return <WebhookForm answer={answer} make={make} busy={busy} addresses={addresses} close={close} />;
  return (
    <Made
      title={`The webhook to ${new URL(answer.made.url).host} is ready`}
      secret={answer.made.secret}
      what="the secret"
      done={close}
    >
      <p className="text-ink-2">Requests are signed with it. In JavaScript, check them so:</p>
      <Copyable text={CHECK} what="the example" />
    </Made>
  );
}
