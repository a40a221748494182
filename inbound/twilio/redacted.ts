import { pool } from '#lib/database/pool.ts';
import { CHANNEL } from '#lib/feed/channel.ts';

/**
 * Marks a text that is stored already as one whose code was taken out, where Twilio says so only later. The mark and the
 * event that tells it are in one commit; one that is marked stays as it is.
 */
export async function markRedacted(identity: string, number: string, problem: string): Promise<void> {
  await pool().query({
    name: 'text-redacted',
    text: `
      WITH marked AS (
        UPDATE message m SET problem = $3 FROM managed_address a
        WHERE a.address = $2 AND m.address_id = a.id AND m.identity = $1 AND m.problem IS NULL
        RETURNING m.id, m.workspace_id, m.address_id
      ), told AS (
        INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
        SELECT workspace_id, address_id, id, 'message.updated' FROM marked
      )
      SELECT pg_notify('${CHANNEL}', address_id::text) FROM marked`,
    values: [identity, number, problem],
  });
}
