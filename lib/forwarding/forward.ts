import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, requireScope, visibleAddressIds } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { CHANNEL, FORWARDS_DUE } from '#lib/feed/channel.ts';
import { type PublicForward, presentForward } from '#lib/forwarding/present.ts';
import { listRecipients, type Recipient, requireRecipient } from '#lib/forwarding/recipients.ts';
import { messageNotFound, requireVisible } from '#lib/messages/find.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';
import { relayConfigured } from '#lib/relay/send.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * Forwards a message to one recipient: queued here, and sent in a moment.
 * @throws MailroomError `message-not-found`; `invalid-input` on `to`; `forbidden`; `not-found` without a relay
 */
export async function forwardMessage(actor: Actor, messageId: string, to: string): Promise<PublicForward> {
  const message = await requireForwardable(actor, messageId);
  const recipient = await requireRecipient(actor, message.addressId, to);
  return database().$transaction(async (transaction) => {
    const row = await transaction.forward.create({
      data: {
        ...{ workspaceId: actor.workspaceId, addressId: message.addressId, messageId, to: recipient.to },
        ...{ forwardedBy: actor.name, nextAttemptAt: new Date() },
      },
    });
    await audit(transaction, actor, {
      action: 'message.forwarded',
      subjectId: messageId,
      subjectName: `${message.address.address} → ${recipient.to}`,
    });
    await transaction.$executeRaw`SELECT pg_notify(${CHANNEL}, ${FORWARDS_DUE})`;
    return presentForward(row);
  });
}

/** Who a message may be forwarded to. @throws as `forwardMessage` */
export async function recipientsOf(actor: Actor, messageId: string): Promise<Recipient[]> {
  const { addressId } = await requireForwardable(actor, messageId);
  return listRecipients(actor, addressId);
}

/** Where a message was forwarded to, newest first; kept for 30 days. @throws MailroomError `message-not-found` */
export async function listForwards(
  actor: Actor,
  messageId: string,
  options: { limit?: number; cursor?: string } = {},
): Promise<Page<PublicForward>> {
  await requireVisible(actor, messageId);
  return pageOfForwards({ workspaceId: actor.workspaceId, messageId }, options);
}

/** The same of all messages that the actor may see, for those who look after forwarding. @throws MailroomError `forbidden` */
export async function listAllForwards(
  actor: Actor,
  options: { limit?: number } = {},
): Promise<Page<PublicForward>> {
  return pageOfForwards(await administered(actor), options);
}

/** Tries once more, now, what has failed for good. @throws MailroomError `not-found`, `forbidden` */
export async function sendAgain(actor: Actor, id: string): Promise<void> {
  const where = { AND: [await administered(actor), { id, nextAttemptAt: null, sentAt: null }] };
  const { count } = await database().forward.updateMany({
    where,
    data: { nextAttemptAt: new Date(), attempts: 0, at: new Date() },
  });
  if (count === 0) throw new MailroomError('not-found', 'There is no such forward that has failed.');
  await database().$executeRaw`SELECT pg_notify(${CHANNEL}, ${FORWARDS_DUE})`;
}

async function pageOfForwards(
  where: Prisma.ForwardWhereInput,
  { limit = DEFAULT_LIMIT, cursor }: { limit?: number; cursor?: string },
): Promise<Page<PublicForward>> {
  const rows = await database().forward.findMany({
    where: { AND: [where, afterCursor('at', cursor)] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ at: row.at, id: row.id }), presentForward);
}

async function administered(actor: Actor): Promise<Prisma.ForwardWhereInput> {
  requireAdministrator(actor);
  const visible = await visibleAddressIds(actor);
  return { workspaceId: actor.workspaceId, ...(visible && { addressId: { in: visible } }) };
}

/** Members forward what they see. A token that reads may not yet send: that is another scope. */
async function requireForwardable(actor: Actor, messageId: string) {
  if (!relayConfigured())
    throw new MailroomError('not-found', 'Messages cannot be forwarded here: SMTP_RELAY_URL is not set.');
  requireScope(actor, 'messages:read');
  if (actor.kind === 'token') requireScope(actor, 'messages:send');
  await requireVisible(actor, messageId);
  const message = await database().message.findUnique({
    where: { id: messageId },
    select: { addressId: true, address: { select: { address: true } } },
  });
  return message ?? messageNotFound(messageId);
}
