import type { Actor } from '#lib/access/actor.ts';
import { loadCodes } from '#lib/codes/list.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import { pool } from '#lib/database/pool.ts';
import { loadSummaries } from '#lib/messages/load.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/** A place in the order of commits: the writing transaction, and the row within it. */
export type EventPosition = { xid: string; id: string };

export type FeedItem =
  | { kind: 'message.received' | 'message.updated'; position: EventPosition; data: MessageSummary }
  | { kind: 'code.received' | 'code.claimed'; position: EventPosition; data: PublicCode };

/** The next events are read when these have been taken: a slow reader holds no more. */
const BATCH = 100;

export type Events = {
  /** In order, without what has been deleted since. */
  items: FeedItem[];
  /** From where to go on. */
  next: EventPosition;
  /** There may be more at once. */
  full: boolean;
  /** Something has been committed that must wait for a transaction that began earlier and is still open. */
  unsettled: boolean;
};

/**
 * The events after a position at the addresses (null: all of the workspace), ordered by transaction. A row is
 * given out only once no earlier transaction is open any more: so a reader who goes on at `next`, or resumes
 * at the last event they saw, misses nothing and sees nothing twice.
 */
export async function readEvents(
  actor: Actor,
  addressIds: string[] | null,
  after: EventPosition,
): Promise<Events> {
  const { rows } = await pool().query<EventRow>({
    name: 'feed-events',
    text: `SELECT now.horizon::text, found.* FROM (${HORIZON}) now
           LEFT JOIN LATERAL (
             SELECT xid::text, id::text, kind, message_id AS "messageId", code_id AS "codeId", xid < now.horizon AS settled
             FROM feed_event
             WHERE (xid, id) > ($1::text::xid8, $2::bigint) AND workspace_id = $3
               AND ($4::uuid[] IS NULL OR address_id = ANY($4))
             ORDER BY feed_event.xid, feed_event.id LIMIT ${BATCH}
           ) found ON true`,
    values: [after.xid, after.id, actor.workspaceId, addressIds],
  });
  const events = rows.filter((row) => row.kind !== null);
  const settled = events.filter((row) => row.settled);
  const full = settled.length === BATCH;
  const last = settled.at(-1);
  // All that is below the horizon has been seen: the next look need not pass over what others have been told.
  const seen = { xid: rows[0]?.horizon ?? after.xid, id: '0' };
  return {
    items: await presentEvents(actor, settled),
    next: full && last ? { xid: last.xid, id: last.id } : later(seen, after),
    full,
    unsettled: settled.length < events.length,
  };
}

/** Where the events begin that nobody has been told yet. */
export async function horizon(): Promise<EventPosition> {
  const { rows } = await pool().query<{ horizon: string }>(`SELECT horizon::text FROM (${HORIZON}) now`);
  return { xid: rows[0]?.horizon ?? '0', id: '0' };
}

/**
 * The first transaction that may still commit events: the oldest that is open. Those of other databases on the
 * same server have ids of the same row, and an import over there that takes an hour must not hold our events
 * back; one whose database cannot be told any more is taken for ours.
 */
const HORIZON = `
  SELECT coalesce(
    (SELECT open FROM pg_snapshot_xip(snapshot) AS open
     WHERE NOT EXISTS (
       SELECT 1 FROM pg_stat_activity other JOIN pg_database ours ON ours.datname = current_database()
       WHERE other.datid <> ours.oid AND other.backend_xid::text::bigint = (open::text::numeric % 4294967296)::bigint)
     ORDER BY open LIMIT 1),
    pg_snapshot_xmax(snapshot)
  ) AS horizon
  FROM pg_current_snapshot() AS snapshot`;

export function later(a: EventPosition, b: EventPosition): EventPosition {
  if (a.xid !== b.xid) return BigInt(a.xid) > BigInt(b.xid) ? a : b;
  return BigInt(a.id) > BigInt(b.id) ? a : b;
}

/** `kind` is null when there is no event. */
type EventRow = Event & { horizon: string; settled: boolean };

type Event = EventPosition & { kind: FeedItem['kind'] | null; messageId: string; codeId: string | null };

/** What the events were about, as the actor sees it now, without what has been deleted. Whether they may see it has been decided before. */
export async function presentEvents(actor: Actor, rows: Event[]): Promise<FeedItem[]> {
  const [messages, codes] = await Promise.all([
    loadSummaries(actor, [...new Set(rows.filter((row) => !row.codeId).map((row) => row.messageId))]),
    loadCodes(actor, [...new Set(rows.flatMap((row) => row.codeId ?? []))]),
  ]);
  return rows.flatMap(({ kind, xid, id, messageId, codeId }): FeedItem[] => {
    const position = { xid, id };
    if (kind === 'code.received' || kind === 'code.claimed') {
      const code = codes.get(codeId ?? '');
      return code ? [{ kind, position, data: code }] : [];
    }
    const message = messages.get(messageId);
    return kind && message ? [{ kind, position, data: message }] : [];
  });
}
