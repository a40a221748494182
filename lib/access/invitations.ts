import type { Actor, MemberActor, Role } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { hashOfLinkToken, makeLinkToken } from '#lib/access/link-token.ts';
import { hashPassword, requireGoodPassword } from '#lib/access/passwords.ts';
import { requireToGive } from '#lib/access/people.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { readName, readSignInEmail } from '#lib/access/person.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A link in a mailbox is found by others some day. */
export const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

export type PublicInvitation = {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
};

/**
 * Makes a link by which somebody becomes a member. Its token is in the answer and nowhere else. An earlier link for
 * the same email ends. @throws MailroomError `invalid-input`, `forbidden`
 */
export async function invite(
  actor: Actor,
  input: { email: string; role: Role },
): Promise<PublicInvitation & { token: string }> {
  requireAdministrator(actor);
  requireToGive(actor, input.role);
  const email = readSignInEmail(input.email);
  const { workspaceId } = actor;
  if (await database().member.findFirst({ where: { email, workspaceId } }))
    throw invalidField('email', `${email} is a member already.`);
  const { token, sha256 } = makeLinkToken();
  const given = {
    role: input.role,
    sha256,
    invitedBy: actor.name,
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + INVITATION_DAYS * DAY_MS),
  };
  return database().$transaction(async (transaction) => {
    const row = await transaction.invitation.upsert({
      where: { workspaceId_email: { workspaceId, email } },
      create: { workspaceId, email, ...given },
      update: given,
    });
    const subjectName = `${email}: ${input.role}`;
    await audit(transaction, actor, { action: 'member.invited', subjectId: row.id, subjectName });
    return { ...present(row), token };
  });
}

/** Those that can still be used, newest first. @throws MailroomError `forbidden` */
export async function listInvitations(actor: Actor): Promise<PublicInvitation[]> {
  requireAdministrator(actor);
  const rows = await database().invitation.findMany({
    where: { workspaceId: actor.workspaceId, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(present);
}

/** @throws MailroomError `not-found`, `forbidden` */
export async function revokeInvitation(actor: Actor, id: string): Promise<void> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const row = await database().invitation.findFirst({ where: { id, workspaceId } });
  if (!row) throw new MailroomError('not-found', 'This invitation has been used, or has ended.');
  requireToGive(actor, row.role);
  await database().$transaction(async (transaction) => {
    await transaction.invitation.deleteMany({ where: { id } });
    await audit(transaction, actor, {
      action: 'invitation.revoked',
      subjectId: id,
      subjectName: row.email,
    });
  });
}

/** What the link invites to; null when it has been used, revoked, or is too old. */
export async function findInvitation(token: string): Promise<{ email: string; workspace: string } | null> {
  const row = await find(token);
  return row && { email: row.email, workspace: row.workspace.name };
}

/**
 * Makes the invited a member, once. @returns what they sign in with
 * @throws MailroomError `invalid-input`, naming the field; `not-found` when the link is of no use any more
 */
export async function acceptInvitation(
  token: string,
  input: { name: string; password: string },
  remoteAddress: string | null,
): Promise<{ email: string }> {
  const row = await find(token);
  if (!row) throw notFound();
  const { email, workspaceId, role } = row;
  requireGoodPassword(input.password, email);
  const member = {
    ...{ workspaceId, email, role, name: readName('name', input.name) },
    passwordHash: await hashPassword(input.password),
  };
  await join(row.id, member, remoteAddress);
  return { email };
}

/**
 * The same for somebody whose issuer has proven that the email is theirs: the latest open invitation for it is
 * accepted, without a password. @returns whether there was one
 */
export async function acceptInvitationOf(
  email: string,
  name: string,
  remoteAddress: string | null,
): Promise<boolean> {
  const row = await database().invitation.findFirst({
    where: { email, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (!row) return false;
  const { workspaceId, role } = row;
  await join(row.id, { workspaceId, email, role, name, passwordHash: null }, remoteAddress);
  return true;
}

/** The member, and the invitation gone, in one commit: of two at once, one finds it gone. */
async function join(
  invitationId: string,
  data: { workspaceId: string; email: string; role: Role; name: string; passwordHash: string | null },
  remoteAddress: string | null,
): Promise<void> {
  const { workspaceId, email, role, name } = data;
  try {
    await database().$transaction(async (transaction) => {
      const { count } = await transaction.invitation.deleteMany({ where: { id: invitationId } });
      if (count === 0) throw notFound();
      const { id } = await transaction.member.create({ data });
      const actor: MemberActor = { kind: 'member', id, workspaceId, name, role, remoteAddress };
      await audit(transaction, actor, {
        action: 'member.joined',
        subjectId: id,
        subjectName: `${email}: ${role}`,
      });
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new MailroomError('not-found', `${email} has a sign-in already.`);
    throw error;
  }
}

function find(token: string) {
  const sha256 = hashOfLinkToken(token);
  if (!sha256) return null;
  return database().invitation.findFirst({
    where: { sha256, expiresAt: { gt: new Date() } },
    include: { workspace: true },
  });
}

function notFound(): MailroomError {
  return new MailroomError('not-found', 'This invitation has been used, or has ended. Ask for a new one.');
}

function present(row: Prisma.InvitationGetPayload<object>): PublicInvitation {
  const { id, email, role, invitedBy } = row;
  return {
    ...{ id, email, role, invitedBy },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
