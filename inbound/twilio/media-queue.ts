import type { Media, MediaError } from '#inbound/twilio/fetch-media.ts';
import { pool } from '#lib/database/pool.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { delayAfter } from '#lib/webhooks/backoff.ts';

/** Longer than any attempt lasts: who has not said by then what became of it has died, and another tries again. */
const LEASE = "interval '2 minutes'";

/** A file that is to be fetched now. */
export type DueMedia = { messageId: string; index: number; url: string; attempts: number };

/** Takes files whose time has come: each is one process's for the time of the lease. The attempt is counted now. */
export async function takeDueMedia(limit: number): Promise<DueMedia[]> {
  const { rows } = await pool().query<DueMedia>({
    name: 'media-due',
    text: `
      UPDATE attachment a SET next_attempt_at = statement_timestamp() + ${LEASE}, attempts = a.attempts + 1
      FROM (
        SELECT message_id, index FROM attachment WHERE next_attempt_at <= statement_timestamp()
        ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
      ) due
      WHERE a.message_id = due.message_id AND a.index = due.index
      RETURNING a.message_id AS "messageId", a.index, a.url, a.attempts`,
    values: [limit],
  });
  return rows;
}

export async function recordFetched(due: DueMedia, { content, contentType }: Media): Promise<void> {
  await pool().query({
    name: 'media-fetched',
    text: telling(`UPDATE attachment SET bytes = $3::bytea, size = octet_length($3::bytea), content_type = coalesce($4, content_type),
                     next_attempt_at = NULL, problem = NULL`),
    values: [due.messageId, due.index, content, contentType],
  });
}

/** To be tried again for a day, as webhooks are, unless that is no use. */
export async function recordNotFetched(due: DueMedia, { message, final }: MediaError): Promise<void> {
  await pool().query({
    name: 'media-not-fetched',
    text: telling(`UPDATE attachment SET problem = $3,
                     next_attempt_at = statement_timestamp() + make_interval(secs => $4::float)`),
    values: [due.messageId, due.index, message, final ? null : delayAfter(due.attempts)],
  });
}

/** The change and the event that tells it are in one commit. A message that was deleted meanwhile is nobody's concern. */
function telling(update: string): string {
  return `
    WITH changed AS (
      ${update} WHERE message_id = $1 AND index = $2 AND bytes IS NULL RETURNING message_id
    ), told AS (
      INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
      SELECT m.workspace_id, m.address_id, m.id, 'message.updated' FROM changed JOIN message m ON m.id = changed.message_id
    )
    SELECT pg_notify('${CHANNEL}', m.address_id::text) FROM changed JOIN message m ON m.id = changed.message_id`;
}
