import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { readName } from '#lib/access/person.ts';
import { database } from '#lib/database/client.ts';

/** @throws MailroomError `invalid-input`, `forbidden` */
export async function renameWorkspace(actor: Actor, given: string): Promise<void> {
  requireAdministrator(actor);
  const name = readName('workspace', given);
  const { workspaceId } = actor;
  await database().$transaction(async (transaction) => {
    await transaction.workspace.update({ where: { id: workspaceId }, data: { name } });
    await audit(transaction, actor, {
      action: 'workspace.renamed',
      subjectId: workspaceId,
      subjectName: name,
    });
  });
}
