import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireScope, visibleAddresses } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';
import { messageNotFound, requireVisible } from '#lib/messages/find.ts';
import { removeOrphanedSources } from '#lib/messages/sources.ts';

/** Deletes a message with its codes, and its source when no other message came from it. @throws MailroomError `message-not-found`, `forbidden` */
export async function deleteMessage(actor: Actor, id: string): Promise<void> {
  requireScope(actor, 'messages:write');
  await requireVisible(actor, id);
  const sourceId = await database().$transaction(async (transaction) => {
    const [message] = await transaction.message.findMany({ where: { id }, include: { address: true } });
    // Two deletions at once: the second finds nothing.
    const { count } = await transaction.message.deleteMany({ where: { id } });
    if (!message || count === 0) return messageNotFound(id);
    await audit(transaction, actor, {
      action: 'message.deleted',
      subjectId: id,
      subjectName: message.address.address,
      addressId: message.addressId,
    });
    return message.sourceId;
  });
  await removeOrphanedSources([sourceId]);
}

/**
 * Deletes all messages at these addresses, of those that the actor may see, with their codes and sources.
 * @throws MailroomError `forbidden`
 */
export async function deleteMessagesAt(actor: Actor, addressIds: string[]): Promise<void> {
  requireScope(actor, 'messages:write');
  const addresses = await database().managedAddress.findMany({
    where: { AND: [visibleAddresses(actor), { id: { in: addressIds } }] },
  });
  const sources = await database().$transaction(async (transaction) => {
    const gone: string[] = [];
    for (const { id, address } of addresses) {
      const rows = await transaction.$queryRaw<{ source_id: string }[]>`
        DELETE FROM message WHERE address_id = ${id}::uuid RETURNING source_id`;
      if (rows.length === 0) continue;
      gone.push(...rows.map((row) => row.source_id));
      await audit(transaction, actor, {
        action: 'message.deleted',
        subjectId: id,
        subjectName: `${address} (all ${rows.length})`,
        addressId: id,
      });
    }
    return gone;
  }, DELETION);
  await removeOrphanedSources(sources);
}

/** An address may have a million messages. */
const DELETION = { timeout: 120_000 };
