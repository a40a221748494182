import type { Actor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';

/** The name of the actor's own workspace. */
export async function workspaceName(actor: Actor): Promise<string> {
  const { name } = await database().workspace.findUniqueOrThrow({
    where: { id: actor.workspaceId },
    select: { name: true },
  });
  return name;
}

/** How many members the actor's own workspace has. */
export function countMembers({ workspaceId }: Actor): Promise<number> {
  return database().member.count({ where: { workspaceId } });
}
