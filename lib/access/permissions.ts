import type { Actor, Scope } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** What a plain member may do by their role; the rest is for owners and admins. Which addresses: `visibleAddresses`. */
const MEMBER_SCOPES: ReadonlySet<Scope> = new Set([
  'codes:read',
  'codes:claim',
  'messages:read',
  // Which numbers it may be from: `manageableAddresses`.
  'messages:send',
  'addresses:read',
  'accounts:read',
  'totp:read',
]);

/** @throws MailroomError `forbidden`, naming the scope */
export function requireScope(actor: Actor, scope: Scope): void {
  if (actor.kind === 'token' && !actor.scopes.includes(scope)) {
    throw new MailroomError(
      'forbidden',
      `This token does not have the scope ${scope}; it has ${actor.scopes.join(', ')}.`,
    );
  }
  if (actor.kind === 'member' && actor.role === 'member' && !MEMBER_SCOPES.has(scope)) {
    throw new MailroomError('forbidden', 'Only an owner or an admin of the workspace may do this.');
  }
}

/**
 * The managed addresses an actor may see. An owner sees all; any other member those they created, those
 * granted to them, and those of an account granted to them; a token all of its workspace or its list.
 */
export function visibleAddresses(actor: Actor): Prisma.ManagedAddressWhereInput {
  const { workspaceId } = actor;
  if (actor.kind === 'token')
    return { workspaceId, ...(actor.addressIds && { id: { in: actor.addressIds } }) };
  if (actor.kind === 'system' || actor.role === 'owner') return { workspaceId };
  const granted = { grants: { some: { memberId: actor.id } } };
  return {
    workspaceId,
    OR: [
      { createdById: actor.id },
      granted,
      { emailAccounts: { some: granted } },
      { phoneAccounts: { some: granted } },
    ],
  };
}

/**
 * The managed addresses that an actor may act for, not only read: an owner all; any other member those they created,
 * and those that they, or an account of them, are granted as `manager`; a token those it may see.
 */
export function manageableAddresses(actor: Actor): Prisma.ManagedAddressWhereInput {
  if (actor.kind !== 'member' || actor.role === 'owner') return visibleAddresses(actor);
  const granted = { grants: { some: { memberId: actor.id, level: 'manager' as const } } };
  return {
    workspaceId: actor.workspaceId,
    OR: [
      { createdById: actor.id },
      granted,
      { emailAccounts: { some: granted } },
      { phoneAccounts: { some: granted } },
    ],
  };
}

/**
 * `visibleAddresses` as ids, for SQL: null means every address of the workspace. Only a member who is not an owner
 * costs a query.
 */
export async function visibleAddressIds(actor: Actor): Promise<string[] | null> {
  if (actor.kind === 'token') return actor.addressIds;
  if (actor.kind === 'system' || actor.role === 'owner') return null;
  const rows = await database().managedAddress.findMany({
    where: visibleAddresses(actor),
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** For what no scope gives: tokens, members, settings. @throws MailroomError `forbidden` */
export function requireAdministrator(actor: Actor): void {
  if (actor.kind === 'system' || (actor.kind === 'member' && actor.role !== 'member')) return;
  throw new MailroomError('forbidden', 'Only an owner or an admin of the workspace may do this.');
}
