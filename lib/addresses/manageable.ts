import type { Actor } from '#lib/access/actor.ts';
import { manageableAddresses, visibleAddresses } from '#lib/access/permissions.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { ManagedAddress } from '#prisma/generated/client.ts';

/**
 * An address that the actor may change, by its id or itself in its normal form.
 * @throws MailroomError `address-not-found`, for one that the actor may not see as for one that does not exist;
 * `forbidden` for one that they may only see
 */
export async function requireManageableAddress(
  actor: Actor,
  wanted: { id: string } | { address: string },
): Promise<ManagedAddress> {
  const row = await database().managedAddress.findFirst({
    where: { AND: [manageableAddresses(actor), wanted] },
  });
  if (row) return row;
  const seen = await database().managedAddress.findFirst({
    where: { AND: [visibleAddresses(actor), wanted] },
  });
  if (seen)
    throw new MailroomError('forbidden', `You may see ${seen.address}, and only a manager of it changes it.`);
  return addressNotFound('id' in wanted ? wanted.id : wanted.address);
}

/** Whether the actor may change it. */
export async function mayManage(actor: Actor, addressId: string): Promise<boolean> {
  const count = await database().managedAddress.count({
    where: { AND: [manageableAddresses(actor), { id: addressId }] },
  });
  return count > 0;
}
