import type { MemberActor } from '#lib/access/actor.ts';
import { pool } from '#lib/database/pool.ts';
import { requireVisible } from '#lib/messages/find.ts';

/** An open page says so every few seconds (app/(workspace)/inbox/reader/viewers.tsx); who has missed three of them is gone. */
const GONE_AFTER = "interval '15 seconds'";

/**
 * Says that the member has the message open, and resolves with the names of those others who have it open too.
 * Kept in the database, since two members may be served by two processes.
 * @throws MailroomError `message-not-found`
 */
export async function lookAt(actor: MemberActor, messageId: string): Promise<string[]> {
  await requireVisible(actor, messageId);
  const { rows } = await pool().query<{ name: string }>({
    name: 'look-at-message',
    text: `WITH seen AS (
             INSERT INTO viewing (workspace_id, member_id, message_id, seen_at)
             VALUES ($1, $2, $3, statement_timestamp())
             ON CONFLICT (message_id, member_id) DO UPDATE SET seen_at = excluded.seen_at
           ), gone AS (
             DELETE FROM viewing WHERE message_id = $3 AND member_id <> $2 AND seen_at <= statement_timestamp() - ${GONE_AFTER}
           )
           SELECT member.name FROM viewing JOIN member ON member.id = viewing.member_id
           WHERE viewing.message_id = $3 AND viewing.member_id <> $2
             AND viewing.seen_at > statement_timestamp() - ${GONE_AFTER}
           ORDER BY member.name`,
    values: [actor.workspaceId, actor.id, messageId],
  });
  return rows.map(({ name }) => name);
}

/** The member has closed the message. */
export async function lookAway(actor: MemberActor, messageId: string): Promise<void> {
  await pool().query({
    name: 'look-away-from-message',
    text: 'DELETE FROM viewing WHERE message_id = $1 AND member_id = $2',
    values: [messageId, actor.id],
  });
}
