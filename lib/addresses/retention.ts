import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { manageableAddresses, requireScope } from '#lib/access/permissions.ts';
import { requireManageableAddress } from '#lib/addresses/manageable.ts';
import { type PublicAddress, presentAddress } from '#lib/addresses/present.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { invalidField } from '#lib/errors.ts';
import type { ManagedAddress } from '#prisma/generated/client.ts';

/** A workspace may have thousands of addresses, each with two lines in the activity log. */
const CHANGE = { timeout: 120_000 };
/** Ten years; who wants more wants for ever. */
const MAX_RETENTION_DAYS = 3_650;
/** A year; who wants codes to be readable for longer has no use for blanking. */
const MAX_BLANK_AFTER_HOURS = 8_760;

/** How long an address keeps its messages, and their codes readable. */
export type Retention = {
  /** For how many days messages are kept; null: for ever. */
  retentionDays: number | null;
  /** After how many hours codes are blanked (lib/messages/blank.ts); null: never. */
  blankAfterHours: number | null;
};

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
  const before = await requireManageable(actor, ids);
  const { retentionDays, blankAfterHours } = wanted;
  await database().$transaction(async (transaction) => {
    await transaction.managedAddress.updateMany({
      where: { id: { in: ids } },
      data: { retentionDays, blankAfterHours },
    });
    for (const row of before)
      for (const what of changes(row, wanted))
        await audit(transaction, actor, {
          action: 'retention.changed',
          subjectId: row.id,
          subjectName: `${row.address}: ${what}`,
          addressId: row.id,
        });
  }, CHANGE);
}

/** In the words of the activity log. */
function changes(
  before: Retention,
  {
    retentionDays: days = before.retentionDays,
    blankAfterHours: hours = before.blankAfterHours,
  }: Partial<Retention>,
): string[] {
  return [
    days !== before.retentionDays && (days === null ? 'for ever' : `${days} days`),
    hours !== before.blankAfterHours && `codes blanked ${hours === null ? 'never' : `after ${hours} hours`}`,
  ].filter((words) => words !== false);
}

async function requireManageable(actor: Actor, ids: string[]): Promise<ManagedAddress[]> {
  const rows = await database().managedAddress.findMany({
    where: { AND: [manageableAddresses(actor), { id: { in: ids } }] },
  });
  const found = new Set(rows.map(({ id }) => id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) await requireManageableAddress(actor, { id: missing });
  return rows;
}

/** @throws MailroomError `invalid-input` */
function checkRetention({ retentionDays, blankAfterHours }: Partial<Retention>): void {
  if (!isWithin(retentionDays, MAX_RETENTION_DAYS))
    throw invalidField(
      'retentionDays',
      `Messages are kept for 1 to ${MAX_RETENTION_DAYS} days, or for ever.`,
    );
  if (!isWithin(blankAfterHours, MAX_BLANK_AFTER_HOURS))
    throw invalidField(
      'blankAfterHours',
      `Codes are blanked after 1 to ${MAX_BLANK_AFTER_HOURS} hours, or never.`,
    );
}

function isWithin(number: number | null | undefined, most: number): boolean {
  return number == null || (Number.isInteger(number) && number >= 1 && number <= most);
}
