import type { MemberActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { requireVisible } from '#lib/messages/find.ts';

/** Marks a message as read or unread, for this member alone. @throws MailroomError `message-not-found` */
export async function markRead(actor: MemberActor, messageId: string, read = true): Promise<void> {
  await requireVisible(actor, messageId);
  const { id: memberId, workspaceId } = actor;
  const readAt = read ? new Date() : null;
  await database().readState.upsert({
    where: { memberId_messageId: { memberId, messageId } },
    create: { memberId, messageId, workspaceId, readAt },
    update: { readAt },
  });
}
