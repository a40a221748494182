import type { Actor } from '#lib/access/actor.ts';
import { visibleAddresses, visibleAddressIds } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';

export type Domain = { id: string; name: string };

/** The workspace's domains, the oldest first. */
export async function findDomains({ workspaceId }: Actor): Promise<Domain[]> {
  return database().domain.findMany({
    where: { workspaceId },
    select: { id: true, name: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

/**
 * Those of the addresses at a domain that the actor may see. Phones live at no domain: the oldest is theirs.
 * null: every address of the workspace, where it has no other domain.
 */
export async function addressesAt(actor: Actor, domain: Domain, domains: Domain[]): Promise<string[] | null> {
  if (domains.length === 1 && (await visibleAddressIds(actor)) === null) return null;
  const isOldest = domains[0]?.id === domain.id;
  const rows = await database().managedAddress.findMany({
    where: {
      AND: [
        visibleAddresses(actor),
        { OR: [{ domainId: domain.id }, ...(isOldest ? [{ kind: 'phone' as const }] : [])] },
      ],
    },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
