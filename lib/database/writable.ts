import { gate, pool } from '#lib/database/pool.ts';
import { once } from '#lib/once.ts';

/** A write is worth something; that the answer is a little old does no harm. */
const TRIED_EVERY_MS = 5_000;

/**
 * Writes a megabyte that needs room on the disk, as a mail does, and is gone afterwards, and commits: one transaction,
 * as all of a query without parameters is. Where there is no room, reading goes on, and so does writing what fits into a
 * table's free space.
 */
const TRIAL = `SELECT set_config('work_mem', '64kB', true);
  WITH line AS MATERIALIZED (SELECT repeat('x', 1000) AS text FROM generate_series(1, 1000)) SELECT max(text) FROM line;
  SELECT pg_logical_emit_message(true, 'mailroom', '')`;

/** Whether the database is there, migrated, writable and has room. Cheap enough for whoever asks as often as they like. */
export async function canStore(): Promise<boolean> {
  return (await isWritable()) && (await tried().outcome);
}

function isWritable(): Promise<boolean> {
  return pool()
    .query<{ writable: boolean }>(
      gate({
        text: `SELECT current_setting('transaction_read_only') = 'off' AND to_regclass('feed_event') IS NOT NULL AS writable`,
      }),
    )
    .then(
      ({ rows }) => rows[0]?.writable ?? false,
      () => false,
    );
}

type Tried = { at: number; outcome: Promise<boolean> };

/** The last trial, or a new one. */
function tried(): Tried {
  const last = once<{ trial: Tried | null }>('write trial', () => ({ trial: null }));
  const isFresh = last.trial && performance.now() - last.trial.at < TRIED_EVERY_MS;
  if (!last.trial || !isFresh) last.trial = { at: performance.now(), outcome: tryToWrite() };
  return last.trial;
}

function tryToWrite(): Promise<boolean> {
  return pool()
    .query(gate({ text: TRIAL }))
    .then(
      () => true,
      () => false,
    );
}
