import { type Actor, isAdministrator, type MemberActor, ROLES, type Role } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { revokeTokensOf } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import type { Member, Prisma } from '#prisma/generated/client.ts';

export type PublicMember = {
  id: string;
  name: string;
  email: string;
  role: Role;
  hasSecondFactor: boolean;
  lastSeenAt: string | null;
  /** Whether the actor may change their role and remove them. */
  mayChange: boolean;
};

/** Everybody in the workspace, in the order of the alphabet. @throws MailroomError `forbidden` */
export async function listMembers(actor: Actor): Promise<PublicMember[]> {
  requireAdministrator(actor);
  const rows = await database().member.findMany({
    where: { workspaceId: actor.workspaceId },
    include: { sessions: { orderBy: { lastUsedAt: 'desc' }, take: 1 } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, email: row.email, role: row.role },
    hasSecondFactor: row.authenticator !== null,
    lastSeenAt: row.sessions[0]?.lastUsedAt.toISOString() ?? null,
    mayChange: mayGive(actor, row.role),
  }));
}

/** The roles that the actor may give: an owner any, an admin none that is above their own. */
export function rolesToGive(actor: Actor): Role[] {
  return ROLES.filter((role) => mayGive(actor, role));
}

/** @throws MailroomError `not-found`, `forbidden`; `invalid-input` for the last owner */
export async function changeRole(actor: Actor, memberId: string, role: Role): Promise<void> {
  await change(actor, memberId, async (transaction, member) => {
    requireToGive(actor, role);
    if (member.role === role) return;
    await transaction.member.update({ where: { id: memberId }, data: { role } });
    await requireOwner(transaction, actor.workspaceId);
    const subjectName = `${member.email}: ${member.role} → ${role}`;
    await audit(transaction, actor, { action: 'member.role-changed', subjectId: memberId, subjectName });
  });
}

/**
 * Their sessions end, and with them what waits and follows in their name; their grants are gone, the API tokens that
 * they made are revoked, and what else they created stays. @throws MailroomError `not-found`, `forbidden`; `invalid-input` for the last owner
 */
export async function removeMember(actor: Actor, memberId: string): Promise<void> {
  await change(actor, memberId, async (transaction, member) => {
    await revokeTokensOf(transaction, actor, memberId);
    await transaction.member.delete({ where: { id: memberId } });
    await requireOwner(transaction, actor.workspaceId);
    await audit(transaction, actor, {
      action: 'member.removed',
      subjectId: memberId,
      subjectName: member.email,
    });
  });
}

/** Members and teams that something may be granted to. A guest is shown nobody. @throws MailroomError `forbidden` */
export async function listGrantees(actor: MemberActor) {
  if (actor.role === 'guest') throw new MailroomError('forbidden', 'A guest does not see who else is here.');
  const [members, teams] = await Promise.all([
    database().member.findMany({
      where: { workspaceId: actor.workspaceId, role: { not: 'owner' } },
      select: { id: true, name: true, email: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
    database().team.findMany({
      where: { workspaceId: actor.workspaceId },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    }),
  ]);
  return { members, teams };
}

/** One change to one member at a time: two owners who remove each other would both still see the other. */
async function change(
  actor: Actor,
  memberId: string,
  act: (transaction: Prisma.TransactionClient, member: Member) => Promise<void>,
): Promise<void> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  await database().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR UPDATE`;
    const member = await transaction.member.findFirst({ where: { id: memberId, workspaceId } });
    if (!member) throw new MailroomError('not-found', `There is no member ${memberId}.`);
    requireToGive(actor, member.role);
    await act(transaction, member);
    await tellAccessChanged(transaction, workspaceId);
  });
}

/** Whether the actor may give the role to somebody, and change what is somebody's who has it. */
export function mayGive(actor: Actor, role: Role): boolean {
  if (actor.kind === 'token') return false;
  return actor.kind === 'system' || actor.role === 'owner' || (isAdministrator(actor) && role !== 'owner');
}

export function requireToGive(actor: Actor, role: Role): void {
  if (mayGive(actor, role)) return;
  throw new MailroomError('forbidden', 'Only an owner makes owners, changes their role or removes them.');
}

/** A trigger would refuse the commit too; this says it in words. */
async function requireOwner(transaction: Prisma.TransactionClient, workspaceId: string): Promise<void> {
  if ((await transaction.member.count({ where: { workspaceId, role: 'owner' } })) > 0) return;
  throw invalidField('role', 'A workspace keeps at least one owner: make somebody else one first.');
}
