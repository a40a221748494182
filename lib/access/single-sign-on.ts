import type { MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { acceptInvitationOf } from '#lib/access/invitations.ts';
import { actorOf, recordSignIn } from '#lib/access/members.ts';
import { MAX_NAME, readSignInEmail } from '#lib/access/person.ts';
import { endOtherSessions } from '#lib/access/sessions.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Member } from '#prisma/generated/client.ts';

/** Who somebody is, as an issuer of ours says and has signed. */
export type Claims = {
  issuer: string;
  /** Theirs at the issuer, for ever; an email can pass to somebody else. */
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
};

/** Why somebody whom the issuer knows does not get in. */
export type SsoRefusal = 'unverified' | 'unknown' | 'bound';

/**
 * The member who is this at the issuer. The first time they are found by their email, which the issuer must have
 * verified, and bound to the subject; from then on the subject alone counts. Nobody becomes a member by this but
 * who has been invited. Our second factor is not asked for: how well somebody shows who they are, the issuer decides.
 * @returns `unverified` when the email is not; `unknown` when there is neither a member nor an invitation for it;
 * `bound` when that member is somebody else at the issuer
 */
export async function signInByIssuer(
  claims: Claims,
  remoteAddress: string | null,
): Promise<MemberActor | SsoRefusal> {
  const bound = await findBound(claims);
  if (bound) return admit(bound, remoteAddress);
  const email = claims.emailVerified ? readEmail(claims.email) : null;
  if (!email) return 'unverified';
  const member = (await findMember(email)) ?? (await joinInvited(email, claims.name, remoteAddress));
  if (!member) return 'unknown';
  // Of two first sign-ins at once, one binds; whom it is bound to then, both look up.
  const { issuer, subject } = claims;
  const { id: memberId, workspaceId } = member;
  await database().identity.createMany({
    data: { issuer, subject, memberId, workspaceId },
    skipDuplicates: true,
  });
  if ((await findBound(claims))?.id === member.id) return admit(member, remoteAddress);
  await recordSignIn(member, 'sign-in.failed', remoteAddress, 'sso');
  return 'bound';
}

/** The issuers that the member is bound to, by their hosts. */
export async function issuersOf(actor: MemberActor): Promise<string[]> {
  const rows = await database().identity.findMany({
    where: { memberId: actor.id, workspaceId: actor.workspaceId },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ issuer }) => new URL(issuer).host);
}

/**
 * Whoever the member was at an issuer is nobody here any more: their next sign-in there binds anew, by their email. As it
 * may be because somebody else got in by it, the member's other sessions end at once.
 * @throws MailroomError `forbidden` for a member without a password, who could not get in any more
 */
export async function unbindIssuers(actor: MemberActor): Promise<void> {
  const { id: memberId, workspaceId } = actor;
  const { passwordHash } = await database().member.findUniqueOrThrow({ where: { id: memberId } });
  if (passwordHash === null)
    throw new MailroomError(
      'forbidden',
      'You have no password: without single sign-on you could not get in.',
    );
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.identity.deleteMany({ where: { memberId, workspaceId } });
    if (count === 0) return;
    await audit(transaction, actor, { action: 'single-sign-on.unbound', subjectId: memberId });
    await endOtherSessions(transaction, actor);
  });
}

async function admit(member: Member, remoteAddress: string | null): Promise<MemberActor> {
  await recordSignIn(member, 'sign-in.succeeded', remoteAddress, 'sso');
  return actorOf(member);
}

async function findBound({ issuer, subject }: Claims): Promise<Member | null> {
  const identity = await database().identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { member: true },
  });
  return identity?.member ?? null;
}

function findMember(email: string): Promise<Member | null> {
  return database().member.findUnique({ where: { email } });
}

async function joinInvited(
  email: string,
  name: string | null,
  remoteAddress: string | null,
): Promise<Member | null> {
  try {
    if (!(await acceptInvitationOf(email, nameOf(name, email), remoteAddress))) return null;
  } catch (error) {
    // Accepted or revoked a moment ago, by somebody else or by this person's other tab.
    if (!(error instanceof MailroomError && error.code === 'not-found')) throw error;
  }
  return findMember(email);
}

/** Pure: a name that an issuer gives is nobody's mistake here. They can change it. */
function nameOf(given: string | null, email: string): string {
  const name = given?.replace(/\p{Cc}+/gu, ' ').trim() || (email.split('@')[0] ?? email);
  return name.slice(0, MAX_NAME).trim();
}

function readEmail(given: string | null): string | null {
  try {
    return given === null ? null : readSignInEmail(given);
  } catch {
    return null;
  }
}
