import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { NewWebhook } from '#app/(workspace)/settings/webhooks/new-webhook.tsx';
import { WebhookList } from '#app/(workspace)/settings/webhooks/webhook-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { listWebhooks, MAX_WEBHOOKS } from '#lib/webhooks/manage.ts';

export const metadata: Metadata = { title: 'Webhooks' };

export default async function WebhooksPage() {
  const actor = await requireMember('/settings/webhooks');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const [webhooks, addresses] = await Promise.all([
    listWebhooks(actor, { limit: MAX_WEBHOOKS }),
    listAddresses(actor),
  ]);
  return (
    <>
      <p className="text-ink-2">
        A webhook tells a program of yours what happens, in signed requests, so that it need not ask.
      </p>
      <NewWebhook addresses={addresses} />
      <WebhookList webhooks={webhooks.data} />
    </>
  );
}
