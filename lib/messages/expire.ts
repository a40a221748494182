import { pool } from '#lib/database/pool.ts';
import { removeOrphanedSources } from '#lib/messages/sources.ts';

/** Few enough that each deletion is over in a moment, and holds up no delivery. */
const BATCH = 500;
/** As prisma/schema/feed.prisma promises who resumes an event stream. */
const FEED_DAYS = 7;

/**
 * Deletes the messages that are older than their address keeps them, with their codes and sources.
 * Safe on several machines at once. @returns how many
 */
export async function expireMessages(): Promise<number> {
  for (let count = 0; ; ) {
    const { rows } = await pool().query<{ source_id: string }>(
      `DELETE FROM message WHERE id IN (
         SELECT m.id FROM managed_address a CROSS JOIN LATERAL (
           SELECT id FROM message WHERE address_id = a.id
             AND received_at < statement_timestamp() - a.retention_days * interval '1 day'
           ORDER BY received_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
         ) m WHERE a.retention_days IS NOT NULL LIMIT ${BATCH}
       ) RETURNING source_id`,
    );
    await removeOrphanedSources(rows.map((row) => row.source_id));
    count += rows.length;
    if (rows.length < BATCH) return count;
  }
}

/** Deletes the events that nobody may resume after any more. @returns how many */
export async function pruneFeed(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM feed_event WHERE at < statement_timestamp() - interval '${FEED_DAYS} days'`,
  );
  return rowCount ?? 0;
}
