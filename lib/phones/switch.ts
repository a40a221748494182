import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';

/** Whether the workspace's members and tokens may send texts. */
export async function isSendingOn({ workspaceId }: Actor): Promise<boolean> {
  return (await database().workspace.findUniqueOrThrow({ where: { id: workspaceId } })).maySend;
}

/** Lets the workspace send texts, or not. @throws MailroomError `forbidden` for anybody but an owner */
export async function switchSending(actor: Actor, maySend: boolean): Promise<void> {
  if (actor.kind === 'token' || (actor.kind === 'member' && actor.role !== 'owner'))
    throw new MailroomError('forbidden', 'Only an owner of the workspace may do this.');
  await database().$transaction(async (transaction) => {
    await transaction.workspace.update({ where: { id: actor.workspaceId }, data: { maySend } });
    await audit(transaction, actor, { action: maySend ? 'sending.switched-on' : 'sending.switched-off' });
  });
}
