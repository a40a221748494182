import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireOwner } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';

/** Whether the workspace's members and tokens may send texts. */
export async function isSendingOn({ workspaceId }: Actor): Promise<boolean> {
  return (await database().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).maySend;
}

/** Lets the workspace send texts, or not. @throws MailroomError `forbidden` for anybody but an owner */
export async function switchSending(actor: Actor, maySend: boolean): Promise<void> {
  requireOwner(actor);
  await database().$transaction(async (transaction) => {
    await transaction.workspace.update({ where: { id: actor.workspaceId }, data: { maySend } });
    await audit(transaction, actor, { action: maySend ? 'sending.switched-on' : 'sending.switched-off' });
  });
}
