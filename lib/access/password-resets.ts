import type { Actor, MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { hashOfLinkToken, makeLinkToken } from '#lib/access/link-token.ts';
import { actorOf, forgetFailures } from '#lib/access/members.ts';
import { hashPassword, requireGoodPassword } from '#lib/access/passwords.ts';
import { mayGive } from '#lib/access/people.ts';
import { requireAdministrator, visibleAccounts, visibleAddresses } from '#lib/access/permissions.ts';
import { endOtherSessions } from '#lib/access/sessions.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Member } from '#prisma/generated/client.ts';

/** Whoever has the link is that member: no longer than it takes to hand it over. */
export const RESET_HOURS = 24;
const HOUR_MS = 60 * 60_000;

export type MadeReset = { email: string; name: string; token: string; expiresAt: string };

/**
 * Makes a link by which a member sets a new password. Its token is in the answer and nowhere else. An earlier link for the
 * same member ends. @throws MailroomError `not-found`; `forbidden`, saying who may make it instead
 */
export async function makePasswordReset(
  actor: Actor,
  whose: { id: string } | { email: string },
): Promise<MadeReset> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const named = 'id' in whose ? { id: whose.id } : { email: whose.email };
  const member = await database().member.findFirst({ where: { ...named, workspaceId } });
  if (!member) throw new MailroomError('not-found', `There is no member ${named.id ?? named.email}.`);
  const objection = await objectionTo(actor, member);
  if (objection) throw new MailroomError('forbidden', objection);
  const { token, sha256 } = makeLinkToken();
  const made = {
    sha256,
    madeById: actor.kind === 'member' ? actor.id : null,
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + RESET_HOURS * HOUR_MS),
  };
  await database().$transaction(async (transaction) => {
    const { id: memberId, email: subjectName } = member;
    await transaction.passwordReset.upsert({
      where: { memberId },
      create: { workspaceId, memberId, ...made },
      update: made,
    });
    await audit(transaction, actor, { action: 'password.link-made', subjectId: memberId, subjectName });
  });
  const { email, name } = member;
  return { email, name, token, expiresAt: made.expiresAt.toISOString() };
}

/** Whose password the link sets; null when it has been used, another was made, or it is too old. */
export async function findPasswordReset(token: string): Promise<{ email: string } | null> {
  const reset = await find(token);
  return reset && { email: reset.member.email };
}

/**
 * Sets the member's password, once, and ends all of their sessions. A second factor stays on.
 * @returns what they sign in with
 * @throws MailroomError `invalid-input` on the field `password`; `not-found` when the link is of no use any more
 */
export async function resetPassword(
  token: string,
  password: string,
  remoteAddress: string | null,
): Promise<{ email: string }> {
  const reset = await find(token);
  if (!reset) throw notFound();
  const { sha256, member } = reset;
  const { id, email } = member;
  requireGoodPassword(password, email);
  const passwordHash = await hashPassword(password);
  const actor: MemberActor = { ...actorOf(member), remoteAddress };
  await database().$transaction(async (transaction) => {
    // Of two at once, one finds it gone.
    const { count } = await transaction.passwordReset.deleteMany({ where: { sha256 } });
    if (count === 0) throw notFound();
    await transaction.member.update({ where: { id }, data: { passwordHash } });
    await audit(transaction, actor, { action: 'password.reset', subjectId: id, subjectName: email });
    await endOtherSessions(transaction, actor);
  });
  forgetFailures(email);
  return { email };
}

/** One that its maker could make now, too: roles and grants may have changed since they did. */
async function find(token: string) {
  const sha256 = hashOfLinkToken(token);
  if (!sha256) return null;
  const row = await database().passwordReset.findFirst({
    where: { sha256, expiresAt: { gt: new Date() } },
    include: { member: true, madeBy: true },
  });
  if (!row) return null;
  return row.madeBy && (await objectionTo(actorOf(row.madeBy), row.member)) ? null : row;
}

/** Why the actor makes no link for the member; null when they may. Who has the link can be the member, and see what they see. */
async function objectionTo(actor: Actor, member: Member): Promise<string | null> {
  if (actor.kind === 'member' && actor.id === member.id)
    return 'Your own password you change under Settings, You.';
  if (!mayGive(actor, member.role)) return 'Only an owner makes this link for an owner.';
  if (await seesAllThat(actor, member)) return null;
  return `${member.name} sees more than you do: only an owner makes this link for them.`;
}

async function seesAllThat(actor: Actor, member: Member): Promise<boolean> {
  if (actor.kind !== 'member' || actor.role === 'owner') return true;
  const [addresses, accounts] = [visibleAddresses(actorOf(member)), visibleAccounts(actorOf(member))];
  const [theirs, seen, theirAccounts, seenAccounts] = await Promise.all([
    database().managedAddress.count({ where: addresses }),
    database().managedAddress.count({ where: { AND: [addresses, visibleAddresses(actor)] } }),
    database().account.count({ where: accounts }),
    database().account.count({ where: { AND: [accounts, visibleAccounts(actor)] } }),
  ]);
  return theirs === seen && theirAccounts === seenAccounts;
}

function notFound(): MailroomError {
  return new MailroomError(
    'not-found',
    'This link has been used, or has ended. Ask whoever sent it for a new one.',
  );
}
