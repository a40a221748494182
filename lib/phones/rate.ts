import { MailroomError } from '#lib/errors.ts';
import type { ManagedAddress, Prisma } from '#prisma/generated/client.ts';

/** A number of this database's own: texts of a workspace are counted and stored one after the other. */
export const SENDING_LOCK = 8_001;

/** Carriers take one text a second from an ordinary number and filter what sends in bulk; a person sends a few. */
export const PER_NUMBER = 10;
/** A stolen token is to cost little. */
export const PER_WORKSPACE = 30;
const WINDOW_MS = 60_000;

/**
 * Counts the texts of the last minute, of every process.
 * @throws MailroomError `too-many-requests`, saying after how many seconds there is room again
 */
export async function requireRoom(
  transaction: Prisma.TransactionClient,
  { id: addressId, address, workspaceId }: ManagedAddress,
): Promise<void> {
  const now = Date.now();
  const recent = await transaction.outgoingText.findMany({
    where: { workspaceId, createdAt: { gt: new Date(now - WINDOW_MS) } },
    select: { addressId: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
  });
  const ofNumber = recent.filter((text) => text.addressId === addressId);
  refuseBeyond(ofNumber, PER_NUMBER, `${address} sends`, now);
  refuseBeyond(recent, PER_WORKSPACE, 'This workspace sends', now);
}

function refuseBeyond(recent: { createdAt: Date }[], most: number, who: string, now: number): void {
  const oldest = recent[most - 1];
  if (!oldest) return;
  const wait = Math.max(1, Math.ceil((oldest.createdAt.getTime() + WINDOW_MS - now) / 1000));
  throw new MailroomError(
    'too-many-requests',
    `${who} at most ${most} texts a minute. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`,
    { retryAfter: wait },
  );
}
