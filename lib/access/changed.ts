import { CHANNEL } from '#lib/feed/channel.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * Tells whoever waits or follows in the workspace that what somebody may see has changed (an address came or
 * went, a token was revoked), so that they look again at once: they subscribe to the workspace's id as well.
 * With the commit of the transaction.
 */
export async function tellAccessChanged(
  transaction: Pick<Prisma.TransactionClient, '$executeRaw'>,
  workspaceId: string,
): Promise<void> {
  await transaction.$executeRaw`SELECT pg_notify(${CHANNEL}, ${workspaceId})`;
}
