import type { Actor } from '#lib/access/actor.ts';
import { type AuditAction, audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { manageableAccounts, manageableAddresses, requireAdministrator } from '#lib/access/permissions.ts';
import { readName } from '#lib/access/person.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type PublicTeam = { id: string; name: string; members: { id: string; name: string }[] };

/** The workspace's teams with their members, by name. @throws MailroomError `forbidden` */
export async function listTeams(actor: Actor): Promise<PublicTeam[]> {
  requireAdministrator(actor);
  const rows = await database().team.findMany({
    where: { workspaceId: actor.workspaceId },
    include: { members: { include: { member: true }, orderBy: { member: { name: 'asc' } } } },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ id, name, members }) => ({
    ...{ id, name },
    members: members.map(({ member }) => ({ id: member.id, name: member.name })),
  }));
}

/** @throws MailroomError `invalid-input`, `forbidden` */
export async function createTeam(actor: Actor, given: string): Promise<PublicTeam> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const name = readName('name', given);
  try {
    return await database().$transaction(async (transaction) => {
      const { id } = await transaction.team.create({ data: { workspaceId, name } });
      await audit(transaction, actor, { action: 'team.created', subjectId: id, subjectName: name });
      return { id, name, members: [] };
    });
  } catch (error) {
    if (isTaken(error)) throw invalidField('name', `There is a team ${name} already.`);
    throw error;
  }
}

/** Deletes the team with what it has been granted; its members stay. @throws MailroomError `not-found`, `forbidden` */
export async function deleteTeam(actor: Actor, id: string): Promise<void> {
  await change(actor, id, 'team.deleted', null, async (transaction) => {
    await transaction.team.deleteMany({ where: { id } });
  });
}

/**
 * An admin who does not see all that the team sees adds nobody to it: that could be themselves.
 * @throws MailroomError `not-found`, `forbidden`
 */
export async function addToTeam(actor: Actor, id: string, memberId: string): Promise<void> {
  await requireTeam(actor, id);
  await requireAllItSees(actor, id);
  await change(actor, id, 'team.joined', memberId, async (transaction) => {
    const { workspaceId } = actor;
    await transaction.teamMember.upsert({
      where: { teamId_memberId: { teamId: id, memberId } },
      create: { workspaceId, teamId: id, memberId },
      update: {},
    });
  });
}

/** @throws MailroomError `not-found`, `forbidden` */
export async function removeFromTeam(actor: Actor, id: string, memberId: string): Promise<void> {
  await change(actor, id, 'team.left', memberId, async (transaction) => {
    await transaction.teamMember.deleteMany({ where: { teamId: id, memberId } });
  });
}

async function requireTeam(actor: Actor, id: string): Promise<{ name: string }> {
  requireAdministrator(actor);
  const team = await database().team.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!team) throw new MailroomError('not-found', `There is no team ${id}.`);
  return team;
}

async function requireAllItSees(actor: Actor, teamId: string): Promise<void> {
  const manageable = {
    OR: [{ address: manageableAddresses(actor) }, { account: manageableAccounts(actor) }],
  };
  const [all, manages] = await Promise.all([
    database().grant.count({ where: { teamId } }),
    database().grant.count({ where: { teamId, ...manageable } }),
  ]);
  if (all === manages) return;
  throw new MailroomError('forbidden', 'This team sees more than you do: only an owner adds somebody to it.');
}

async function change(
  actor: Actor,
  id: string,
  action: AuditAction,
  memberId: string | null,
  act: (transaction: Prisma.TransactionClient) => Promise<void>,
): Promise<void> {
  const { name } = await requireTeam(actor, id);
  const { workspaceId } = actor;
  const member = memberId && (await database().member.findFirst({ where: { id: memberId, workspaceId } }));
  if (memberId && !member) throw new MailroomError('not-found', `There is no member ${memberId}.`);
  await database().$transaction(async (transaction) => {
    await act(transaction);
    const subjectName = member ? `${name}: ${member.email}` : name;
    await audit(transaction, actor, { action, subjectId: id, subjectName });
    await tellAccessChanged(transaction, workspaceId);
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
