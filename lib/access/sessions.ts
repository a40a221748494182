import type { MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { deviceOf } from '#lib/access/device.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { once } from '#lib/once.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** How exactly `lastUsedAt` is kept. */
const TOUCH_EVERY_MS = 60_000;
/** As long as the cookie lives: without it the row is of no use. */
export const SESSION_DAYS = 30;

export type PublicSession = {
  id: string;
  device: string | null;
  remoteAddress: string | null;
  createdAt: string;
  lastUsedAt: string;
  /** The one that asks. */
  current: boolean;
};

/** A session for a member who has just shown who they are. @returns its id, for the cookie */
export async function startSession(
  member: { id: string; workspaceId: string },
  { userAgent, remoteAddress }: { userAgent: string | null; remoteAddress: string | null },
): Promise<string> {
  const { id: memberId, workspaceId } = member;
  const { id } = await database().session.create({
    data: { memberId, workspaceId, device: deviceOf(userAgent), remoteAddress },
  });
  return id;
}

/** The actor of a session; null once it has ended, or the member is gone: a cookie alone is worth nothing. */
export async function sessionMember(
  sessionId: string,
  remoteAddress: string | null,
): Promise<MemberActor | null> {
  const { rows } = await pool().query<Pick<MemberActor, 'id' | 'workspaceId' | 'name' | 'role'>>({
    name: 'session-member',
    text: `SELECT m.id, m.workspace_id AS "workspaceId", m.name, m.role FROM session s JOIN member m ON m.id = s.member_id
           WHERE s.id = $1 AND s.last_used_at > statement_timestamp() - interval '${SESSION_DAYS} days'`,
    values: [sessionId],
  });
  if (!rows[0]) return null;
  touch(sessionId, remoteAddress);
  return { kind: 'member', ...rows[0], sessionId, remoteAddress };
}

/** The member's own, the last used first. */
export async function listSessions(actor: MemberActor): Promise<PublicSession[]> {
  const rows = await database().session.findMany({
    where: { memberId: actor.id },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(({ id, device, remoteAddress, createdAt, lastUsedAt }) => ({
    ...{ id, device, remoteAddress },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    current: id === actor.sessionId,
  }));
}

/** Ends one of the member's own sessions at once. @throws MailroomError `not-found` */
export async function endSession(actor: MemberActor, id: string): Promise<void> {
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.session.deleteMany({ where: { id, memberId: actor.id } });
    if (count === 0) throw new MailroomError('not-found', 'This session has ended already.');
    await audit(transaction, actor, { action: 'session.ended', subjectId: id });
    await tellAccessChanged(transaction, actor.workspaceId);
  });
}

/** Ends all of the member's sessions but the one in which they act. With the commit of the transaction. */
export async function endOtherSessions(
  transaction: Prisma.TransactionClient,
  { id, workspaceId, sessionId }: MemberActor,
): Promise<void> {
  await transaction.session.deleteMany({
    where: { memberId: id, ...(sessionId && { id: { not: sessionId } }) },
  });
  await tellAccessChanged(transaction, workspaceId);
}

/** For sign-out: whoever has the cookie may end its session. */
export async function forgetSession(id: string): Promise<void> {
  await pool().query(
    `WITH ended AS (DELETE FROM session WHERE id = $1 RETURNING workspace_id)
     SELECT pg_notify($2, workspace_id::text) FROM ended`,
    [id, CHANNEL],
  );
}

/** Never in the request's way, and never its failure. */
function touch(id: string, remoteAddress: string | null): void {
  const touched = once('sessions touched', () => new Map<string, number>());
  const now = Date.now();
  if (now - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return;
  touched.set(id, now);
  pool()
    .query(
      'UPDATE session SET last_used_at = statement_timestamp(), remote_address = coalesce($2, remote_address) WHERE id = $1',
      [id, remoteAddress],
    )
    .catch(() => touched.delete(id));
}

/** Deletes the sessions whose cookie is worth nothing any more, and the links that have ended. @returns how many */
export async function sweepSessions(): Promise<number> {
  const { rowCount } = await pool().query(
    `WITH invitations AS (DELETE FROM invitation WHERE expires_at < statement_timestamp()),
       resets AS (DELETE FROM password_reset WHERE expires_at < statement_timestamp())
     DELETE FROM session WHERE last_used_at < statement_timestamp() - interval '${SESSION_DAYS} days'`,
  );
  return rowCount ?? 0;
}
