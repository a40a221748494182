import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { blameField, invalidField, MailroomError } from '#lib/errors.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';
import { seal } from '#lib/seal.ts';
import { settings } from '#lib/settings.ts';
import { requireWebhookScopes } from '#lib/webhooks/creator.ts';
import {
  type CreatedWebhook,
  EVENT_TYPES,
  type EventType,
  type PublicWebhook,
  presentWebhook,
  type WebhookRow,
  WITH_CREATOR,
} from '#lib/webhooks/present.ts';
import { endDeliveries } from '#lib/webhooks/queue.ts';
import { readTarget } from '#lib/webhooks/target.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Each one is a look for every message and a request for every event. */
export const MAX_WEBHOOKS = 50;
/** The specification asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

/** What of a webhook its maker says. `events`: all types unless named; `addresses`: all that they may see. */
export type WebhookInput = { url: string; events?: EventType[]; addresses?: string[] | null };

/**
 * Makes a webhook. Its secret is in the answer and, sealed, in the database; it is never shown again. It sees
 * what the actor may see, at each event anew.
 * @throws MailroomError `invalid-input`, `address-not-found`, `forbidden`
 */
export async function createWebhook(actor: Actor, input: WebhookInput): Promise<CreatedWebhook> {
  return afresh(async () => {
    requireWebhookScopes(actor);
    const { workspaceId } = actor;
    const url = readTarget(input.url, settings().webhooks.allowPrivate).href;
    const addressIds = await readAddresses(actor, input.addresses);
    if ((await database().webhook.count({ where: { workspaceId } })) >= MAX_WEBHOOKS)
      throw invalidField('url', `A workspace has at most ${MAX_WEBHOOKS} webhooks: delete one first.`);
    const [id, secret] = [randomUUIDv7(), `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`];
    await database().$transaction(async (transaction) => {
      await transaction.webhook.create({
        data: {
          ...{ id, workspaceId, url, events: [...new Set(input.events ?? EVENT_TYPES)] },
          ...{ secret: seal(secret, `webhook ${id}`), creatorKind: actor.kind, limited: addressIds !== null },
          createdByMemberId: actor.kind === 'member' ? actor.id : null,
          createdByTokenId: actor.kind === 'token' ? actor.id : null,
          addresses: { create: addressIds?.map((addressId) => ({ addressId })) },
        },
      });
      await audit(transaction, actor, { action: 'webhook.created', subjectId: id, subjectName: url });
    });
    return { ...(await findWebhook(actor, id)), secret };
  });
}

/** Newest first. */
export async function listWebhooks(
  actor: Actor,
  { limit = DEFAULT_LIMIT, cursor }: { limit?: number; cursor?: string } = {},
): Promise<Page<PublicWebhook>> {
  const rows = await database().webhook.findMany({
    where: { AND: [visibleWebhooks(actor), afterCursor('createdAt', cursor)] },
    include: WITH_CREATOR,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), presentWebhook);
}

/** Whether Mailroom has switched one of them off, and nobody has seen to it yet. */
export async function hasNotice(actor: Actor): Promise<boolean> {
  const where = { AND: [visibleWebhooks(actor), { notice: { not: null } }] };
  return (await database().webhook.findFirst({ where, select: { id: true } })) !== null;
}

/** @throws MailroomError `not-found`, `forbidden` */
export async function findWebhook(actor: Actor, id: string): Promise<PublicWebhook> {
  return presentWebhook(await requireWebhook(actor, id));
}

/**
 * Changes what is given. Switched off, what is still to be sent is given up; switched on again, it begins anew.
 * @throws MailroomError `not-found`, `invalid-input`, `address-not-found`, `forbidden`
 */
export async function updateWebhook(
  actor: Actor,
  id: string,
  change: Partial<WebhookInput> & { enabled?: boolean },
): Promise<PublicWebhook> {
  return afresh(async () => {
    await requireWebhook(actor, id);
    const url =
      change.url === undefined ? undefined : readTarget(change.url, settings().webhooks.allowPrivate).href;
    const addressIds =
      change.addresses === undefined ? undefined : await readAddresses(actor, change.addresses);
    const limits = addressIds !== undefined && {
      limited: addressIds !== null,
      addresses: { deleteMany: {}, create: addressIds?.map((addressId) => ({ addressId })) },
    };
    await database().$transaction(async (transaction) => {
      const row = await transaction.webhook.update({
        where: { id },
        data: {
          url,
          events: change.events && [...new Set(change.events)],
          ...limits,
          ...switchedTo(change.enabled),
        },
      });
      if (change.enabled === false) await endDeliveries(transaction, id, 'The webhook was switched off.');
      await audit(transaction, actor, { action: 'webhook.updated', subjectId: id, subjectName: row.url });
    });
    return findWebhook(actor, id);
  });
}

/** With the log of its deliveries. @throws MailroomError `not-found`, `forbidden` */
export async function deleteWebhook(actor: Actor, id: string): Promise<void> {
  return afresh(async () => {
    const { url } = await requireWebhook(actor, id);
    await database().$transaction(async (transaction) => {
      await transaction.webhook.delete({ where: { id } });
      // What is queued just now by mail that comes in is swept away later.
      await transaction.webhookDelivery.deleteMany({ where: { webhookId: id } });
      await audit(transaction, actor, { action: 'webhook.deleted', subjectId: id, subjectName: url });
    });
  });
}

/** @throws MailroomError `not-found`, for one that the actor may not see as for one that does not exist; `forbidden` */
export async function requireWebhook(actor: Actor, id: string): Promise<WebhookRow> {
  const row = await database().webhook.findFirst({
    where: { AND: [visibleWebhooks(actor), { id }] },
    include: WITH_CREATOR,
  });
  if (row) return row;
  throw new MailroomError('not-found', `There is no webhook ${id}.`);
}

/** Who sees every address sees every webhook; anybody else their own, since others' may speak of more. */
function visibleWebhooks(actor: Actor): Prisma.WebhookWhereInput {
  requireWebhookScopes(actor);
  const { workspaceId } = actor;
  if (actor.kind === 'token' && actor.addressIds) return { workspaceId, createdByTokenId: actor.id };
  if (actor.kind === 'member' && actor.role !== 'owner') return { workspaceId, createdByMemberId: actor.id };
  return { workspaceId };
}

/** The ids of the only addresses it is for; null for all that its maker may see. A limited token's own limit is shown as such. */
async function readAddresses(actor: Actor, addresses: string[] | null | undefined): Promise<string[] | null> {
  if (!addresses) return actor.kind === 'token' ? actor.addressIds : null;
  if (addresses.length === 0)
    throw invalidField('addresses', 'addresses must name one, or be left out for all.');
  const found = await Promise.all(
    addresses.map((address, n) =>
      findVisible(actor, { address }).catch((error) => blameField(`addresses.${n}`, error)),
    ),
  );
  return [...new Set(found.flatMap((visible) => visible.ids ?? []))];
}

function switchedTo(enabled: boolean | undefined): Prisma.WebhookUpdateInput {
  if (enabled === undefined) return {};
  return enabled
    ? { disabledAt: null, notice: null, failingSince: null }
    : { disabledAt: new Date(), notice: null };
}
