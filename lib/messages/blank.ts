import { pool } from '#lib/database/pool.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { removeOrphanedSources } from '#lib/messages/sources.ts';

/** Few enough that each round is over in a moment, and holds up no delivery. */
const BATCH = 500;

/** Of the headers, those that say who wrote to whom and when; any other may repeat the code. */
const KEPT_HEADERS = ['from', 'to', 'cc', 'date', 'message-id'];

/**
 * Takes the codes that are older than their address shows them out of the database, with all that was written around
 * them: a code stands in subject, text, HTML, links and source, in more spellings than could be looked for. The message
 * stays, with its sender, its service and its times, and says what happened; whoever has it open is told.
 * Safe on several machines at once. @returns how many messages
 */
export async function blankCodes(): Promise<number> {
  for (let count = 0; ; ) {
    const { rows } = await pool().query<{ source_id: string }>(BLANK, [KEPT_HEADERS]);
    await removeOrphanedSources(rows.map((row) => row.source_id));
    count += rows.length;
    if (rows.length < BATCH) return count;
  }
}

/**
 * The messages of a workspace that are blanked after the same time share one source: a reference is needed, and what
 * was received is gone. A sender who is still being judged then has no source to be judged by.
 */
const BLANK = `
  WITH due AS (
    SELECT m.id, m.workspace_id, m.address_id, m.source_id, h.hours,
      m.authenticated_at IS NULL AND m.channel = 'email' AS is_pending, 'The code was blanked after ' || h.hours || '.' AS words
    FROM message m JOIN managed_address a ON a.id = m.address_id
    CROSS JOIN LATERAL (
      SELECT a.blank_after_hours || CASE a.blank_after_hours WHEN 1 THEN ' hour' ELSE ' hours' END AS hours) h
    WHERE m.id IN (
      SELECT c.message_id FROM managed_address a CROSS JOIN LATERAL (
        SELECT DISTINCT message_id FROM code WHERE address_id = a.id
          AND received_at < statement_timestamp() - a.blank_after_hours * interval '1 hour'
        LIMIT ${BATCH}
      ) c WHERE a.blank_after_hours IS NOT NULL LIMIT ${BATCH})
    FOR UPDATE OF m SKIP LOCKED
  ), sources AS (
    INSERT INTO source (id, workspace_id, sha256, content_type, bytes)
    SELECT new_uuid_v7(), workspace_id, sha256(convert_to(words, 'UTF8')), 'text/plain', convert_to(words, 'UTF8')
    FROM (SELECT DISTINCT workspace_id, words FROM due) AS each
    ON CONFLICT (workspace_id, sha256) DO UPDATE SET content_type = source.content_type
    RETURNING id, workspace_id, bytes
  ), codes AS (
    DELETE FROM code USING due WHERE code.message_id = due.id
  ), links AS (
    DELETE FROM link USING due WHERE link.message_id = due.id
  ), attachments AS (
    DELETE FROM attachment USING due WHERE attachment.message_id = due.id
  ), blanked AS (
    UPDATE message m SET
      source_id = s.id, size = octet_length(s.bytes), text = due.words, html = NULL,
      subject = CASE WHEN m.channel = 'email' THEN 'A code, blanked after ' || due.hours END,
      snippet = CASE WHEN m.channel = 'email' THEN '' ELSE due.words END,
      search = ts_filter(m.search, '{a}') || to_tsvector('simple', due.words),
      headers = coalesce((
        SELECT jsonb_agg(header ORDER BY place) FROM jsonb_array_elements(m.headers) WITH ORDINALITY AS h(header, place)
        WHERE lower(header ->> 0) = ANY($1)), '[]'),
      spf = CASE WHEN due.is_pending THEN 'temperror' ELSE m.spf END,
      dkim = CASE WHEN due.is_pending THEN 'temperror' ELSE m.dkim END,
      dmarc = CASE WHEN due.is_pending THEN 'temperror' ELSE m.dmarc END,
      arc = CASE WHEN due.is_pending THEN 'temperror' ELSE m.arc END,
      authenticated_at = CASE WHEN due.is_pending THEN statement_timestamp() ELSE m.authenticated_at END
    FROM due JOIN sources s ON s.workspace_id = due.workspace_id AND s.bytes = convert_to(due.words, 'UTF8')
    WHERE m.id = due.id
  ), told AS (
    INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
    SELECT workspace_id, address_id, id, 'message.updated' FROM due
  )
  SELECT source_id, pg_notify('${CHANNEL}', address_id::text) FROM due`;
