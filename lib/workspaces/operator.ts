import type { SystemActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';

/** Whoever has the machine has its workspace. @param name as the audit shows it */
export async function findOperator(name: string): Promise<SystemActor | null> {
  const workspace = await database().workspace.findFirst({ orderBy: { createdAt: 'asc' } });
  return workspace && { kind: 'system', workspaceId: workspace.id, name };
}
