import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { CHANNEL, WEBHOOKS_DUE } from '#lib/feed/channel.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';
import { requireWebhook } from '#lib/webhooks/manage.ts';
import { type PublicDelivery, presentDelivery } from '#lib/webhooks/present.ts';
import type { Prisma } from '#prisma/generated/client.ts';

type Status = PublicDelivery['status'];

/**
 * What a webhook was sent or is to be sent, newest event first; kept for 30 days.
 * @throws MailroomError `not-found`, `forbidden`, `invalid-input`
 */
export async function listDeliveries(
  actor: Actor,
  webhookId: string,
  { limit = DEFAULT_LIMIT, cursor, status }: { limit?: number; cursor?: string; status?: Status } = {},
): Promise<Page<PublicDelivery>> {
  await requireWebhook(actor, webhookId);
  const rows = await database().webhookDelivery.findMany({
    where: {
      AND: [await ofWebhook(actor, webhookId), afterCursor('at', cursor), status ? inStatus(status) : {}],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ at: row.at, id: row.id }), presentDelivery);
}

/**
 * Sends it once more, now, whatever became of it; the receiver knows it by its id.
 * @throws MailroomError `not-found`; `invalid-input` while the webhook is switched off; `forbidden`
 */
export async function redeliver(actor: Actor, webhookId: string, id: string): Promise<PublicDelivery> {
  return afresh(async () => {
    const webhook = await requireWebhook(actor, webhookId);
    const where = { AND: [await ofWebhook(actor, webhookId), { id }] };
    if (!(await database().webhookDelivery.findFirst({ where })))
      throw new MailroomError('not-found', `There is no delivery ${id} of this webhook.`);
    if (webhook.disabledAt)
      throw new MailroomError('invalid-input', 'The webhook is switched off: switch it on first.', {
        fields: [{ field: 'enabled', detail: 'The webhook is switched off.' }],
      });
    return database().$transaction(async (transaction) => {
      const row = await transaction.webhookDelivery.update({
        where: { id },
        data: { nextAttemptAt: new Date(), deliveredAt: null, attempts: 0 },
      });
      await transaction.$executeRaw`SELECT pg_notify(${CHANNEL}, ${WEBHOOKS_DUE})`;
      return presentDelivery(row);
    });
  });
}

/** Of these, what the actor may see: the log must not tell of mail at an address that they have no access to. */
async function ofWebhook(actor: Actor, webhookId: string): Promise<Prisma.WebhookDeliveryWhereInput> {
  const visible = await visibleAddressIds(actor);
  return { webhookId, workspaceId: actor.workspaceId, ...(visible && { addressId: { in: visible } }) };
}

function inStatus(status: Status): Prisma.WebhookDeliveryWhereInput {
  if (status === 'pending') return { nextAttemptAt: { not: null } };
  return { nextAttemptAt: null, deliveredAt: status === 'delivered' ? { not: null } : null };
}
