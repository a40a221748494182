import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { manageableAccounts, visibleAccounts } from '#lib/access/permissions.ts';
import { requireManageableAddress } from '#lib/addresses/manageable.ts';
import { accountNotFound } from '#lib/addresses/visible.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Grant, GrantLevel, Prisma } from '#prisma/generated/client.ts';

/** What is granted: one managed address, or one account. */
export type Shared = { addressId: string } | { accountId: string };
/** To whom: a member, or a team. */
export type Grantee = { memberId: string } | { teamId: string };

export type PublicGrant = {
  id: string;
  level: GrantLevel;
  to: { kind: 'member' | 'team'; id: string; name: string };
};

/** Who has been granted it, by name. @throws MailroomError `address-not-found`, `account-not-found`, `forbidden` */
export async function listGrants(actor: Actor, shared: Shared): Promise<PublicGrant[]> {
  const { where } = await requireManageable(actor, shared);
  const rows = await database().grant.findMany({ where, include: { member: true, team: true } });
  return rows
    .map(({ id, level, member, team }): PublicGrant => {
      const kind = member ? 'member' : 'team';
      return { id, level, to: { kind, id: (member ?? team)?.id ?? '', name: (member ?? team)?.name ?? '' } };
    })
    .sort((a, b) => a.to.name.localeCompare(b.to.name));
}

/** Gives access, or changes its level. @throws MailroomError as `listGrants`, and `not-found` */
export async function grant(
  actor: Actor,
  shared: Shared,
  grantee: Grantee,
  level: GrantLevel,
): Promise<void> {
  return afresh(async () => {
    const thing = await requireManageable(actor, shared);
    const name = await requireGrantee(actor, grantee);
    const { workspaceId } = actor;
    await database().$transaction(async (transaction) => {
      const { count } = await transaction.grant.updateMany({
        where: { ...thing.where, ...grantee },
        data: { level },
      });
      if (count === 0)
        await transaction.grant.create({ data: { workspaceId, ...thing.where, ...grantee, level } });
      await record(transaction, actor, 'grant.given', thing, `${name}, ${level}`);
    });
  });
}

/** Takes access away; what waits and follows by it ends. @throws MailroomError as `listGrants`, and `not-found` */
export async function withdrawGrant(actor: Actor, shared: Shared, grantId: string): Promise<void> {
  const thing = await requireManageable(actor, shared);
  const row = await database().grant.findFirst({
    where: { ...thing.where, id: grantId },
    include: { member: true, team: true },
  });
  if (!row) throw new MailroomError('not-found', 'This access has been taken away already.');
  await database().$transaction(async (transaction) => {
    await transaction.grant.deleteMany({ where: { id: grantId } });
    await record(transaction, actor, 'grant.withdrawn', thing, nameOf(row));
  });
}

/** Opens an address to all members but guests, or closes it again. @throws MailroomError `address-not-found`, `forbidden` */
export async function setOpen(actor: Actor, addressId: string, open: boolean): Promise<void> {
  return afresh(async () => {
    const row = await requireManageableAddress(actor, { id: addressId });
    await database().$transaction(async (transaction) => {
      await transaction.managedAddress.update({ where: { id: row.id }, data: { open } });
      await audit(transaction, actor, {
        action: open ? 'address.opened' : 'address.closed',
        subjectId: row.id,
        subjectName: row.address,
        addressId: row.id,
      });
      await tellAccessChanged(transaction, actor.workspaceId);
    });
  });
}

type Thing = {
  where: { addressId: string } | { accountId: string };
  id: string;
  name: string;
  addressId: string | null;
};

async function requireManageable(actor: Actor, shared: Shared): Promise<Thing> {
  if ('addressId' in shared) {
    const { id, address } = await requireManageableAddress(actor, { id: shared.addressId });
    return { where: { addressId: id }, id, name: address, addressId: id };
  }
  const id = shared.accountId;
  const row = await database().account.findFirst({ where: { AND: [manageableAccounts(actor), { id }] } });
  if (row) return { where: { accountId: id }, id, name: `${row.service} ${row.handle}`, addressId: null };
  if (await database().account.findFirst({ where: { AND: [visibleAccounts(actor), { id }] } }))
    throw new MailroomError('forbidden', 'Only a manager of this account says who may use it.');
  return accountNotFound(id);
}

async function requireGrantee({ workspaceId }: Actor, grantee: Grantee): Promise<string> {
  const row =
    'memberId' in grantee
      ? await database().member.findFirst({ where: { id: grantee.memberId, workspaceId } })
      : await database().team.findFirst({ where: { id: grantee.teamId, workspaceId } });
  if (!row) throw new MailroomError('not-found', 'There is no such member or team.');
  return row.name;
}

function nameOf(row: Grant & { member: { name: string } | null; team: { name: string } | null }): string {
  return (row.member ?? row.team)?.name ?? '';
}

async function record(
  transaction: Prisma.TransactionClient,
  actor: Actor,
  action: 'grant.given' | 'grant.withdrawn',
  { id, name, addressId }: Thing,
  to: string,
): Promise<void> {
  await audit(transaction, actor, { action, subjectId: id, subjectName: `${name}: ${to}`, addressId });
  await tellAccessChanged(transaction, actor.workspaceId);
}
