import type { MemberActor, SystemActor } from '#lib/access/actor.ts';
import { type AuditAction, audit } from '#lib/access/audit.ts';
import { verifyPassword } from '#lib/access/passwords.ts';
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
 * The member with this email and password, or null: which of the two was wrong is not told, neither by the
 * answer nor by its time.
 * @param remoteAddress the client's IP address, or null where it is not known
 * @throws MailroomError `too-many-requests` after too many failures for the email or from the remote address
 */
export async function signIn(
  email: string,
  password: string,
  remoteAddress: string | null,
): Promise<MemberActor | null> {
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
  const right = await verifyPassword(member?.passwordHash ?? null, password);
  if (!member) return null;
  await record(member, right ? 'sign-in.succeeded' : 'sign-in.failed', remoteAddress);
  if (!right) return null;
  emails.succeed(wanted);
  // Not forgotten: with an account of their own, somebody could go on guessing at others' for ever.
  if (remoteAddress) remotes.takeBack(remoteAddress);
  return actorOf(member);
}

/** The actor of a session; null when the member is no longer there, so that their session ends with them. */
export async function memberActor(memberId: string): Promise<MemberActor | null> {
  const member = await database().member.findUnique({ where: { id: memberId } });
  return member && actorOf(member);
}

/** Who failed to sign in is not known: that they named this member is. */
async function record(member: Member, action: AuditAction, remoteAddress: string | null): Promise<void> {
  const nobody: SystemActor = { kind: 'system', workspaceId: member.workspaceId, name: 'sign-in' };
  const actor = action === 'sign-in.succeeded' ? actorOf(member) : nobody;
  await audit(database(), actor, {
    action,
    subjectId: member.id,
    subjectName: member.email,
    remoteAddress,
  });
}

function actorOf(member: Member): MemberActor {
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
