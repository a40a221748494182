import type { MemberActor } from '#lib/access/actor.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { requireVisible } from '#lib/messages/find.ts';

/** Marks a message as read or unread, for this member alone. @throws MailroomError `message-not-found` */
export async function markRead(actor: MemberActor, messageId: string, read = true): Promise<void> {
  await change(actor, messageId, { readAt: read ? new Date() : null });
}

/** Takes a message out of this member's inbox, or puts it back; everybody still finds it. @throws MailroomError `message-not-found` */
export async function archiveMessage(actor: MemberActor, messageId: string, archived = true): Promise<void> {
  await change(actor, messageId, { archivedAt: archived ? new Date() : null });
}

async function change(
  actor: MemberActor,
  messageId: string,
  state: { readAt: Date | null } | { archivedAt: Date | null },
): Promise<void> {
  return afresh(async () => {
    await requireVisible(actor, messageId);
    const { id: memberId, workspaceId } = actor;
    await database().readState.upsert({
      where: { memberId_messageId: { memberId, messageId } },
      create: { memberId, messageId, workspaceId, ...state },
      update: state,
    });
  });
}
