import type { Actor, MemberActor, Role } from '#lib/access/actor.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

/**
 * For requests that last: the actor as they are now. The token may have been revoked or have expired since it was
 * looked at, the session ended, the member removed, or their role changed.
 * @throws MailroomError `unauthenticated`
 */
export async function currentActor(actor: Actor): Promise<Actor> {
  if (actor.kind === 'system') return actor;
  if (actor.kind === 'member') return currentMember(actor);
  const { rowCount } = await pool().query({
    name: 'active-token',
    text: `SELECT 1 FROM api_token
           WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())`,
    values: [actor.id],
  });
  if (rowCount === 0)
    throw new MailroomError('unauthenticated', 'The token has been revoked or has expired.');
  return actor;
}

async function currentMember(actor: MemberActor): Promise<MemberActor> {
  const { rows } = await pool().query<{ role: Role }>({
    name: 'active-member',
    text: `SELECT role FROM member WHERE id = $1
             AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM session WHERE id = $2 AND member_id = member.id))`,
    values: [actor.id, actor.sessionId ?? null],
  });
  if (!rows[0])
    throw new MailroomError('unauthenticated', 'The session has ended, or the member has been removed.');
  return { ...actor, role: rows[0].role };
}
