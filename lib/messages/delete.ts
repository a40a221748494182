import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireScope } from '#lib/access/permissions.ts';
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
    });
    return message.sourceId;
  });
  await removeOrphanedSources([sourceId]);
}
