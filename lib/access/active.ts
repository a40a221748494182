import type { Actor } from '#lib/access/actor.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

/**
 * For requests that last: the token may have been revoked or have expired since it was looked at, the member removed.
 * @throws MailroomError `unauthenticated`
 */
export async function requireActive(actor: Actor): Promise<void> {
  if (actor.kind === 'system') return;
  const { rowCount } = await pool().query(
    actor.kind === 'token'
      ? {
          name: 'active-token',
          text: `SELECT 1 FROM api_token
                 WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())`,
          values: [actor.id],
        }
      : { name: 'active-member', text: 'SELECT 1 FROM member WHERE id = $1', values: [actor.id] },
  );
  if (rowCount === 0)
    throw new MailroomError(
      'unauthenticated',
      actor.kind === 'token' ? 'The token has been revoked or has expired.' : 'The member has been removed.',
    );
}
