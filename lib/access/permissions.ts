import { type Actor, isAdministrator, type MemberActor, type Scope } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * What any member may do by their role; the rest is for owners and admins. Which addresses and accounts they may
 * see, and which of them change, `visibleAddresses` and `manageableAddresses` say.
 */
const MEMBER_SCOPES: ReadonlySet<Scope> = new Set([
  'codes:read',
  'codes:claim',
  'messages:read',
  // Which numbers it may be from: `manageableAddresses`.
  'messages:send',
  'addresses:read',
  'addresses:write',
  'accounts:read',
  'accounts:write',
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
  if (actor.kind === 'member' && !isAdministrator(actor) && !MEMBER_SCOPES.has(scope))
    throw forAdministrators();
}

/**
 * The managed addresses an actor may see. An owner sees all; any other member those they created, those granted
 * to them or to a team of theirs, those of an account granted so, and, unless they are a guest, those that are
 * open to the workspace; a token all of its workspace or its list.
 */
export function visibleAddresses(actor: Actor): Prisma.ManagedAddressWhereInput {
  const { workspaceId } = actor;
  if (actor.kind === 'token')
    return { workspaceId, ...(actor.addressIds && { id: { in: actor.addressIds } }) };
  if (actor.kind === 'system' || actor.role === 'owner') return { workspaceId };
  const open = actor.role === 'guest' ? [] : [{ open: true }];
  return { workspaceId, OR: [...open, ...ownAddresses(actor, {})] };
}

/**
 * Those of the visible ones that the actor may change and share: an owner all, an admin what they see, any other
 * member what they created and what they are granted as a manager. A token what it sees: its scopes say the rest.
 */
export function manageableAddresses(actor: Actor): Prisma.ManagedAddressWhereInput {
  if (actor.kind !== 'member' || isAdministrator(actor)) return visibleAddresses(actor);
  return { workspaceId: actor.workspaceId, OR: ownAddresses(actor, { level: 'manager' }) };
}

function ownAddresses(
  actor: MemberActor,
  level: Pick<Prisma.GrantWhereInput, 'level'>,
): Prisma.ManagedAddressWhereInput[] {
  const granted = { grants: { some: { ...level, ...grantedTo(actor) } } };
  return [
    { createdById: actor.id },
    granted,
    { emailAccounts: { some: granted } },
    { phoneAccounts: { some: granted } },
  ];
}

/** Grants to the member, or to a team they are in. */
export function grantedTo({ id: memberId }: MemberActor): Prisma.GrantWhereInput {
  return { OR: [{ memberId }, { team: { members: { some: { memberId } } } }] };
}

/**
 * The visible ones as ids, for SQL: null means every address of the workspace. Only a member who is not an owner
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

/**
 * The accounts an actor may see. An owner sees all; any other member those granted to them or to a team of theirs;
 * a token all of its workspace, or those that are registered with one of its addresses.
 */
export function visibleAccounts(actor: Actor): Prisma.AccountWhereInput {
  const { workspaceId } = actor;
  if (actor.kind === 'token') {
    if (!actor.addressIds) return { workspaceId };
    const mine = { in: actor.addressIds };
    return { workspaceId, OR: [{ emailId: mine }, { phoneId: mine }] };
  }
  if (actor.kind === 'system' || actor.role === 'owner') return { workspaceId };
  return { workspaceId, grants: { some: grantedTo(actor) } };
}

/** Those of them that the actor may change and share: a plain member or a guest, those granted to them as a manager. */
export function manageableAccounts(actor: Actor): Prisma.AccountWhereInput {
  if (actor.kind !== 'member' || isAdministrator(actor)) return visibleAccounts(actor);
  return { workspaceId: actor.workspaceId, grants: { some: { level: 'manager', ...grantedTo(actor) } } };
}

/** For what no scope gives: tokens, members, settings. @throws MailroomError `forbidden` */
export function requireAdministrator(actor: Actor): void {
  if (actor.kind === 'system' || (actor.kind === 'member' && isAdministrator(actor))) return;
  throw forAdministrators();
}

/** The same where a token's scope is enough. @throws MailroomError `forbidden` */
export function requireAdministratorOrToken(actor: Actor): void {
  if (actor.kind !== 'token') requireAdministrator(actor);
}

/** For what only who answers for the workspace decides. @throws MailroomError `forbidden` */
export function requireOwner(actor: Actor): void {
  if (actor.kind === 'system' || (actor.kind === 'member' && actor.role === 'owner')) return;
  throw new MailroomError('forbidden', 'Only an owner of the workspace may do this.');
}

function forAdministrators(): MailroomError {
  return new MailroomError('forbidden', 'Only an owner or an admin of the workspace may do this.');
}
