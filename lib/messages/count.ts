import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { pool } from '#lib/database/pool.ts';

/** How many messages there are at the addresses (null: at all) that the actor may see. */
export async function countMessages(actor: Actor, addressIds: string[] | null): Promise<number> {
  const { rows } = await pool().query<{ count: number }>({
    name: 'count-messages',
    text: `SELECT count(*)::int AS count FROM message
           WHERE workspace_id = $1 AND ($2::uuid[] IS NULL OR address_id = ANY($2))
             AND ($3::uuid[] IS NULL OR address_id = ANY($3))`,
    values: [actor.workspaceId, addressIds, await visibleAddressIds(actor)],
  });
  return rows[0]?.count ?? 0;
}

/** A day in UTC, and what was received on it. */
export type DayCount = { day: Date; email: number; sms: number };

/** What the actor’s addresses received on each of the last 31 days, today last. */
export async function countByDay(actor: Actor): Promise<DayCount[]> {
  const { rows } = await pool().query<DayCount>({
    name: 'count-messages-by-day',
    text: `SELECT day, count(m.id) FILTER (WHERE m.channel = 'email')::int AS email,
                  count(m.id) FILTER (WHERE m.channel <> 'email')::int AS sms
           FROM generate_series(
             date_trunc('day', statement_timestamp(), 'UTC') - interval '720 hours',
             date_trunc('day', statement_timestamp(), 'UTC'), interval '24 hours') AS day
           LEFT JOIN message m ON m.workspace_id = $1 AND m.direction = 'inbound'
             AND m.received_at >= day AND m.received_at < day + interval '24 hours'
             AND ($2::uuid[] IS NULL OR m.address_id = ANY($2))
           GROUP BY day ORDER BY day`,
    values: [actor.workspaceId, await visibleAddressIds(actor)],
  });
  return rows;
}
