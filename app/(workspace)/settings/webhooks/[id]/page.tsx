import { ChevronLeft } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { DeliveryList } from '#app/(workspace)/settings/webhooks/[id]/delivery-list.tsx';
import { WebhookState } from '#app/(workspace)/settings/webhooks/webhook-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { listDeliveries } from '#lib/webhooks/deliveries.ts';
import { findWebhook } from '#lib/webhooks/manage.ts';

export const metadata: Metadata = { title: 'Deliveries' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function DeliveriesPage({ params, searchParams }: Props) {
  const { id } = await params;
  const cursor = z.string().safeParse((await searchParams).cursor).data;
  const actor = await requireMember(`/settings/webhooks/${id}`);
  if (!isAdministrator(actor)) return <ForAdministrators />;
  if (!z.guid().safeParse(id).success) notFound();
  const [webhook, page] = await Promise.all([
    findWebhook(actor, id),
    listDeliveries(actor, id, { cursor }),
  ]).catch(orNotFound);
  return (
    <>
      <div>
        <Link href="/settings/webhooks" className="inline-flex items-center gap-1 text-ink-2 hover:text-ink">
          <ChevronLeft aria-hidden size={16} strokeWidth={1.5} /> Webhooks
        </Link>
        <h2 className="mt-2 break-all font-semibold">{webhook.url}</h2>
        <WebhookState webhook={webhook} />
      </div>
      <DeliveryList webhookId={id} deliveries={page.data} enabled={webhook.enabled} />
      {page.nextCursor && (
        <Link href={`?cursor=${page.nextCursor}`} className="text-ink-2 underline underline-offset-2">
          Older deliveries
        </Link>
      )}
    </>
  );
}

function orNotFound(error: unknown): never {
  if (error instanceof MailroomError && ['not-found', 'invalid-input'].includes(error.code)) notFound();
  throw error;
}
