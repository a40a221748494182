import type { Actor } from '#lib/access/actor.ts';
import { manageableAddresses, requireScope } from '#lib/access/permissions.ts';
import { checkRetention, type Retention, saveRetention } from '#lib/addresses/manage.ts';
import { requireManageableAddress } from '#lib/addresses/manageable.ts';
import { type PublicAddress, presentAddress } from '#lib/addresses/present.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import type { ManagedAddress } from '#prisma/generated/client.ts';

/** A workspace may have thousands of addresses, each with two lines in the activity log. */
const CHANGE = { timeout: 120_000 };

export type AddressRetention = PublicAddress & Retention;

/** All the addresses that the actor manages, in the order of the alphabet. */
export async function listRetention(actor: Actor): Promise<AddressRetention[]> {
  const rows = await database().managedAddress.findMany({
    where: manageableAddresses(actor),
    orderBy: [{ address: 'asc' }],
  });
  return rows.map((row) => ({
    ...presentAddress(row),
    retentionDays: row.retentionDays,
    blankAfterHours: row.blankAfterHours,
  }));
}

/**
 * How many messages of these addresses would be deleted, and of how many the codes would be blanked, if this held now.
 * A rule that is not given counts for nothing: what it is at each address holds already.
 * @throws MailroomError `address-not-found`, `forbidden`, `invalid-input`
 */
export async function weighRetention(
  actor: Actor,
  ids: string[],
  { retentionDays, blankAfterHours }: Partial<Retention>,
): Promise<{ deleted: number; blanked: number }> {
  checkRetention({ retentionDays, blankAfterHours });
  await requireManageable(actor, ids);
  const { rows } = await pool().query<{ deleted: number; blanked: number }>({
    name: 'weigh-retention',
    text: `WITH ends AS (
             SELECT statement_timestamp() - $2::int * interval '1 day' AS kept,
                    statement_timestamp() - $3::int * interval '1 hour' AS readable)
           SELECT (SELECT count(*)::int FROM message, ends
                   WHERE address_id = ANY($1::uuid[]) AND received_at < kept) AS deleted,
                  (SELECT count(DISTINCT message_id)::int FROM code, ends
                   WHERE address_id = ANY($1::uuid[]) AND received_at < readable
                     AND (kept IS NULL OR received_at >= kept)) AS blanked`,
    values: [ids, retentionDays ?? null, blankAfterHours ?? null],
  });
  return rows[0] ?? { deleted: 0, blanked: 0 };
}

/**
 * All of them, or none; a rule that is not given stays as it is at each.
 * @throws MailroomError `address-not-found`, `forbidden`, `invalid-input`
 */
export async function changeRetention(
  actor: Actor,
  ids: string[],
  wanted: Partial<Retention>,
): Promise<void> {
  requireScope(actor, 'addresses:write');
  checkRetention(wanted);
  const rows = await requireManageable(actor, ids);
  await database().$transaction(async (transaction) => {
    for (const { id, retentionDays, blankAfterHours } of rows)
      await saveRetention(transaction, actor, id, {
        ...(retentionDays !== wanted.retentionDays && { retentionDays: wanted.retentionDays }),
        ...(blankAfterHours !== wanted.blankAfterHours && { blankAfterHours: wanted.blankAfterHours }),
      });
  }, CHANGE);
}

async function requireManageable(actor: Actor, ids: string[]): Promise<ManagedAddress[]> {
  const rows = await database().managedAddress.findMany({
    where: { AND: [manageableAddresses(actor), { id: { in: ids } }] },
  });
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) await requireManageableAddress(actor, { id: missing });
  return rows;
}
