import { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { pool } from '#lib/database/pool.ts';
import { invalidField } from '#lib/errors.ts';
import type { Position } from '#lib/page.ts';

/** A time, or the id of a code or a message: what a caller has seen last. */
export const momentSchema = z.union([z.iso.datetime({ offset: true }), z.guid()], {
  error: 'must be a time such as 2026-11-24T10:00:00Z, or the id of a code or a message',
});

/** No id is greater: a time stands for everything of its millisecond. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * The place of a moment in the order of messages, (received_at, message_id): what is greater came strictly later.
 * An id that is not found stands for no moment, though it carries a time (RFC 9562 section 5.7): that is of when this
 * process named the message, and of its clock, while the order is of when the database stored it, by the database's clock.
 * What came in between would be given again, a stale code too, or be passed over.
 * @throws MailroomError `invalid-input` in the same words whether there never was such a code or message, it has been
 * deleted, or the actor may not see it
 */
export async function readMoment(
  actor: Actor,
  field: 'after' | 'before',
  moment: string | undefined,
): Promise<Position | null> {
  if (moment === undefined) return null;
  if (moment.includes(':')) return { at: new Date(moment), id: field === 'after' ? LAST_ID : FIRST_ID };
  const { rows } = await pool().query<Position>({
    name: 'moment',
    text: `SELECT received_at AS at, message_id AS id FROM code
           WHERE id = $1 AND workspace_id = $2 AND ($3::uuid[] IS NULL OR address_id = ANY($3))
           UNION ALL
           SELECT received_at, id FROM message
           WHERE id = $1 AND workspace_id = $2 AND ($3::uuid[] IS NULL OR address_id = ANY($3))`,
    values: [moment, actor.workspaceId, await visibleAddressIds(actor)],
  });
  if (rows[0]) return rows[0];
  const detail = `${field} must be a time, or the id of a code or a message; there is none with the id ${moment}. Of one that has been deleted, give the time at which it came.`;
  throw invalidField(field, detail);
}
