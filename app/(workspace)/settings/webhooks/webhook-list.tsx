import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Age } from '#app/(workspace)/age.tsx';
import { DeleteWebhook, SwitchWebhook } from '#app/(workspace)/settings/webhooks/webhook-buttons.tsx';
import type { PublicWebhook } from '#lib/webhooks/present.ts';

export function WebhookList({ webhooks }: { webhooks: PublicWebhook[] }) {
  if (webhooks.length === 0)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        No webhook yet. Make one above with the URL of a program, and it is told of every message and code the
        moment it comes, instead of asking.
      </p>
    );
  return (
    <ul aria-label="Webhooks" className="border-line border-t">
      {webhooks.map((webhook) => (
        <li key={webhook.id} className="grid gap-2 border-line border-b py-3">
          <div>
            <Link
              href={`/settings/webhooks/${webhook.id}`}
              className="break-all font-medium underline-offset-2 hover:underline"
            >
              {webhook.url}
            </Link>
            <p className="text-ink-2 text-small">{webhook.events.join(', ')}</p>
            <p className="break-words text-ink-2 text-small">
              {webhook.addresses?.join(', ') ?? `Every address that ${makerOf(webhook)} may see`}
            </p>
            <WebhookState webhook={webhook} />
          </div>
          <div className="flex flex-wrap gap-2">
            <SwitchWebhook id={webhook.id} url={webhook.url} enabled={webhook.enabled} />
            <DeleteWebhook id={webhook.id} url={webhook.url} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Whether it works, in words; what is wrong is said with a sign as well as a colour. */
export function WebhookState({ webhook }: { webhook: PublicWebhook }) {
  if (webhook.notice) return <Trouble>Mailroom has switched it off. {webhook.notice}</Trouble>;
  if (!webhook.enabled) return <p className="text-ink-3 text-small">Switched off: it is told nothing.</p>;
  if (webhook.failingSince)
    return (
      <Trouble>
        Every attempt has failed since <Age at={webhook.failingSince} />. After three days it is switched off.
      </Trouble>
    );
  return (
    <p className="text-ink-3 text-small">
      {webhook.deliveredAt ? (
        <>
          On · last delivered <Age ago at={webhook.deliveredAt} />
        </>
      ) : (
        'On · nothing delivered yet'
      )}
    </p>
  );
}

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1 break-words rounded-control bg-amber-soft px-2 py-1 text-amber text-small">
      <CircleAlert aria-hidden size={14} strokeWidth={1.5} className="mt-px shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function makerOf({ createdBy }: PublicWebhook): string {
  if (!createdBy) return 'its maker';
  return createdBy.kind === 'token' ? `the token ${createdBy.name}` : createdBy.name;
}
