import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { visibleAddresses } from '#lib/access/permissions.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { requireNumbers } from '#lib/phones/allowed.ts';
import { failureOf } from '#lib/phones/failure.ts';
import { findOwn } from '#lib/phones/own.ts';
import type { ManagedAddress } from '#prisma/generated/client.ts';

/** Long enough for an account to show that it still needed the number. */
export const GRACE_DAYS = 7;
const GRACE_MS = GRACE_DAYS * 24 * 60 * 60_000;

/**
 * Plans to give a number back to Twilio after the grace period. Until then it works as before and can be kept; then its
 * messages stay, and nothing comes to it any more. @throws MailroomError `address-not-found`; `forbidden`
 */
export async function planRelease(actor: Actor, addressId: string, now = new Date()): Promise<void> {
  requireNumbers(actor);
  const { id, workspaceId, address } = await requirePhone(actor, addressId);
  const releaseAt = new Date(now.getTime() + GRACE_MS);
  await database().$transaction(async (transaction) => {
    // Planned twice, it goes by the first time.
    await transaction.numberRelease.upsert({
      where: { addressId: id },
      create: { addressId: id, workspaceId, releaseAt },
      update: {},
    });
    await audit(transaction, actor, {
      action: 'number.release-planned',
      subjectId: id,
      subjectName: address,
    });
  });
}

/** Takes the plan back. One that was given back is gone. @throws MailroomError `address-not-found`; `forbidden` */
export async function keepNumber(actor: Actor, addressId: string): Promise<void> {
  requireNumbers(actor);
  const { id, address } = await requirePhone(actor, addressId);
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.numberRelease.deleteMany({
      where: { addressId: id, releasedAt: null },
    });
    if (count > 0)
      await audit(transaction, actor, { action: 'number.kept', subjectId: id, subjectName: address });
  });
}

/** Gives back what is due. Asked for again, a number that is gone already is given back. */
export async function releaseDue(now = new Date()): Promise<void> {
  const due = await database().numberRelease.findMany({
    where: { releasedAt: null, releaseAt: { lte: now } },
    include: { address: true },
  });
  for (const { addressId, address } of due) {
    const reason = await giveBack(address);
    if (reason !== null) await database().numberRelease.update({ where: { addressId }, data: { reason } });
    else await recordReleased(address, now);
  }
}

/** Null when Twilio has it back, else why not. */
async function giveBack({ workspaceId, address }: ManagedAddress): Promise<string | null> {
  try {
    const own = await findOwn(workspaceId, address);
    await own?.resource.remove();
    return null;
  } catch (error) {
    return failureOf(error).reason;
  }
}

async function recordReleased({ id, workspaceId, address }: ManagedAddress, now: Date): Promise<void> {
  await database().$transaction(async (transaction) => {
    await transaction.numberRelease.update({
      where: { addressId: id },
      data: { releasedAt: now, reason: null },
    });
    await audit(
      transaction,
      { kind: 'system', workspaceId, name: 'Mailroom' },
      { action: 'number.released', subjectId: id, subjectName: address },
    );
  });
}

async function requirePhone(actor: Actor, id: string): Promise<ManagedAddress> {
  const row = await database().managedAddress.findFirst({
    where: { AND: [visibleAddresses(actor), { id, kind: 'phone' }] },
  });
  return row ?? addressNotFound(id);
}
