import type { MemberActor, SystemActor } from '#lib/access/actor.ts';
import { type AuditAction, audit } from '#lib/access/audit.ts';
import { verifyPassword } from '#lib/access/passwords.ts';
import { isSecondFactor } from '#lib/access/second-factor.ts';
import { Throttle } from '#lib/access/throttle.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';
import type { Member } from '#prisma/generated/client.ts';

const WINDOW_MS = 5 * 60_000;
/** A person who has forgotten their password tries a handful; at 10 in five minutes, guessing takes for ever. */
const FAILURES_PER_EMAIL = 10;
/** An office shares one address. */
const FAILURES_PER_REMOTE_ADDRESS = 50;

/**
 * The member with this email and password, and their second factor where it is on; or null: which of them was wrong
 * is not told, neither by the answer nor by its time. `second-factor` when only that is missing.
 * @param given a code of their authenticator, or a recovery code
 * @param remoteAddress the client's IP address, or null where it is not known
 * @throws MailroomError `too-many-requests` after too many failures for the email or from the remote address
 */
export async function signIn(
  email: string,
  password: string,
  remoteAddress: string | null,
  given = '',
): Promise<MemberActor | 'second-factor' | null> {
  const { emails, remotes } = throttles();
  const wanted = email.trim().toLowerCase();
  const blockedFor = Math.max(
    emails.blockedFor(wanted),
    remoteAddress ? remotes.blockedFor(remoteAddress) : 0,
  );
  if (blockedFor > 0)
    throw new MailroomError(
      'too-many-requests',
      `Too many failed sign-ins. Try again in ${Math.ceil(blockedFor / 60_000)} minutes.`,
    );
  // Counted before the password is looked at: otherwise a hundred guesses at once would all be the first.
  emails.fail(wanted);
  if (remoteAddress) remotes.fail(remoteAddress);

  const member = await database().member.findUnique({ where: { email: wanted } });
  const knowsPassword = await verifyPassword(member?.passwordHash ?? null, password);
  if (!member) return null;
  const needsCode = knowsPassword && member.authenticator !== null;
  const right = knowsPassword && (!needsCode || (await isSecondFactor(member, given)));
  if (needsCode && given.trim() === '') {
    emails.takeBack(wanted);
    if (remoteAddress) remotes.takeBack(remoteAddress);
    return 'second-factor';
  }
  await recordSignIn(member, right ? 'sign-in.succeeded' : 'sign-in.failed', remoteAddress);
  if (!right) return null;
  emails.succeed(wanted);
  // Not forgotten: with an account of their own, somebody could go on guessing at others' for ever.
  if (remoteAddress) remotes.takeBack(remoteAddress);
  return actorOf(member);
}

/** For somebody who has shown otherwise who they are: that they guessed at their own password before is forgotten. */
export function forgetFailures(email: string): void {
  throttles().emails.succeed(email);
}

/** A member as they are now, for what acts in their name later on; null when they are no longer there. */
export async function memberActor(memberId: string): Promise<MemberActor | null> {
  const member = await database().member.findUnique({ where: { id: memberId } });
  return member && actorOf(member);
}

/**
 * Who failed to sign in is not known: that they named this member is.
 * @param way where it was not by a password
 */
export async function recordSignIn(
  member: Member,
  action: Extract<AuditAction, `sign-in.${string}`>,
  remoteAddress: string | null,
  way?: 'sso',
): Promise<void> {
  const nobody: SystemActor = { kind: 'system', workspaceId: member.workspaceId, name: 'sign-in' };
  const actor = action === 'sign-in.succeeded' ? actorOf(member) : nobody;
  await audit(database(), actor, {
    action,
    subjectId: member.id,
    subjectName: way ? `${member.email}: ${way}` : member.email,
    remoteAddress,
  });
}

export function actorOf(member: Member): MemberActor {
  return {
    kind: 'member',
    id: member.id,
    workspaceId: member.workspaceId,
    name: member.name,
    role: member.role,
  };
}

function throttles() {
  return once('sign-in throttles', () => ({
    emails: new Throttle(FAILURES_PER_EMAIL, WINDOW_MS),
    remotes: new Throttle(FAILURES_PER_REMOTE_ADDRESS, WINDOW_MS),
  }));
}
