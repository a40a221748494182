import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, visibleAddresses } from '#lib/access/permissions.ts';
import { findAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { requireRecipient } from '#lib/forwarding/recipients.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Each sends a mail for every message. */
const MAX_PER_ADDRESS = 20;

export type Rule = { id: string; address: string; to: string; onlyCodes: boolean; createdAt: string };

/** Not inside a transaction: see WITH_CREATOR of webhooks. */
const WITH_ENDS = {
  address: true,
  member: true,
  destination: true,
} satisfies Prisma.ForwardRuleInclude;

/** The rules of the addresses that the actor may see, by address. @throws MailroomError `forbidden` */
export async function listRules(actor: Actor): Promise<Rule[]> {
  requireAdministrator(actor);
  const rows = await database().forwardRule.findMany({
    where: { address: visibleAddresses(actor) },
    include: WITH_ENDS,
    orderBy: [{ address: { address: 'asc' } }, { createdAt: 'asc' }],
  });
  return rows.map((row) => ({
    id: row.id,
    address: row.address.address,
    to: row.member?.email ?? row.destination?.address ?? '',
    onlyCodes: row.onlyCodes,
    createdAt: row.createdAt.toISOString(),
  }));
}

/**
 * From now on, what comes to the address is forwarded. A second rule for the same two takes the first one's place.
 * @throws MailroomError `address-not-found`; `invalid-input` on `to`; `forbidden`
 */
export async function createRule(
  actor: Actor,
  { address, to, onlyCodes }: { address: string; to: string; onlyCodes: boolean },
): Promise<void> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const from = await findAddress(actor, address);
  const { memberId, destinationId, ...recipient } = await requireRecipient(actor, from.id, to);
  await database().$transaction(async (transaction) => {
    await transaction.forwardRule.deleteMany({ where: { addressId: from.id, memberId, destinationId } });
    if ((await transaction.forwardRule.count({ where: { addressId: from.id } })) >= MAX_PER_ADDRESS)
      throw invalidField('to', `An address has at most ${MAX_PER_ADDRESS} rules: delete one first.`);
    const { id } = await transaction.forwardRule.create({
      data: { workspaceId, addressId: from.id, memberId, destinationId, onlyCodes },
    });
    await audit(transaction, actor, {
      action: 'forward-rule.created',
      subjectId: id,
      subjectName: `${from.address} → ${recipient.to}${onlyCodes ? ' (only codes)' : ''}`,
    });
  });
}

/** @throws MailroomError `not-found`, `forbidden` */
export async function deleteRule(actor: Actor, id: string): Promise<void> {
  requireAdministrator(actor);
  const row = await database().forwardRule.findFirst({
    where: { id, address: visibleAddresses(actor) },
    include: WITH_ENDS,
  });
  if (!row) throw new MailroomError('not-found', 'There is no such forwarding rule any more.');
  await database().$transaction(async (transaction) => {
    await transaction.forwardRule.deleteMany({ where: { id } });
    await audit(transaction, actor, {
      action: 'forward-rule.deleted',
      subjectId: id,
      subjectName: `${row.address.address} → ${row.member?.email ?? row.destination?.address}`,
    });
  });
}
