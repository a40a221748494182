import { pool } from '#lib/database/pool.ts';

/**
 * Deletes those of the sources that no message refers to any more. After the commit that took the messages
 * away, and not in it: a mail that is being stored may just now refer to one of them again. The reference
 * then stops the deletion, and rightly so.
 */
export async function removeOrphanedSources(ids: string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH) {
    await pool()
      .query(
        `DELETE FROM source WHERE id = ANY($1)
           AND NOT EXISTS (SELECT 1 FROM message WHERE message.source_id = source.id)`,
        [ids.slice(start, start + BATCH)],
      )
      .catch((error: { code?: string }) => {
        if (error.code !== FOREIGN_KEY_VIOLATION) throw error;
      });
  }
}

/** Few enough that a deletion that is stopped leaves little behind. */
const BATCH = 500;
const FOREIGN_KEY_VIOLATION = '23503';
