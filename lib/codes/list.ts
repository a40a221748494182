import type { Actor } from '#lib/access/actor.ts';
import { findVisible, type Place } from '#lib/addresses/visible.ts';
import { withVisibleAccounts } from '#lib/codes/accounts.ts';
import { readMoment } from '#lib/codes/moment.ts';
import { type CodeRow, type CodeState, type PublicCode, presentCode } from '#lib/codes/present.ts';
import { recordReads } from '#lib/codes/reads.ts';
import { CODE_COLUMNS } from '#lib/codes/statements.ts';
import { pool } from '#lib/database/pool.ts';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '#lib/page.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** `after` and `before`: a time, or the id of a code or a message. */
export type CodeFilter = Place & { service?: string; after?: string; before?: string; state?: CodeState };

/**
 * The best code of each message that has one, newest first.
 * @throws MailroomError `address-not-found`, `account-not-found`, `invalid-input`
 */
export async function listCodes(
  actor: Actor,
  { limit = DEFAULT_LIMIT, cursor, ...filter }: CodeFilter & { limit?: number; cursor?: string } = {},
): Promise<Page<PublicCode>> {
  const { ids, service } = await findVisible(actor, filter);
  const after = await readMoment(actor, 'after', filter.after);
  const before = cursor === undefined ? await readMoment(actor, 'before', filter.before) : readCursor(cursor);
  const where = [
    Prisma.sql`c.workspace_id = ${actor.workspaceId}::uuid AND c.rank = 0`,
    ...(after
      ? [Prisma.sql`(c.received_at, c.message_id) > (${after.at}::timestamptz, ${after.id}::uuid)`]
      : []),
    ...(before
      ? [Prisma.sql`(c.received_at, c.message_id) < (${before.at}::timestamptz, ${before.id}::uuid)`]
      : []),
    ...((filter.service ?? service) ? [Prisma.sql`c.service = ${filter.service ?? service}`] : []),
    ...(filter.state ? inState(filter.state) : []),
  ];
  // Of each address a page, as for messages (lib/messages/search.ts).
  const page = (place: Prisma.Sql) => Prisma.sql`
    SELECT c.* FROM code_state c WHERE ${Prisma.join([place, ...where], ' AND ')}
    ORDER BY c.received_at DESC, c.message_id DESC LIMIT ${limit + 1}`;
  const from = ids
    ? Prisma.sql`unnest(${ids}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (${page(Prisma.sql`c.address_id = wanted.id`)})`
    : Prisma.sql`(${page(Prisma.sql`true`)})`;
  const statement = Prisma.sql`
    SELECT ${Prisma.raw(CODE_COLUMNS)} FROM ${from} AS c
    JOIN message m ON m.id = c.message_id JOIN managed_address a ON a.id = c.address_id
    ORDER BY c.received_at DESC, c.message_id DESC LIMIT ${limit + 1}`;
  const { rows } = await pool().query<CodeRow>(statement.text, statement.values);
  const shown = pageOf(rows, limit, (row) => ({ at: row.receivedAt, id: row.messageId }), presentCode);
  await recordReads(
    actor,
    shown.data.map((code) => code.id),
  );
  return { ...shown, data: await withVisibleAccounts(actor, shown.data) };
}

/** Codes by their ids; which ids the actor may see has been decided before. */
export async function loadCodes(actor: Actor, ids: string[]): Promise<Map<string, PublicCode>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool().query<CodeRow>({
    name: 'codes',
    text: `SELECT ${CODE_COLUMNS} FROM code_state c
           JOIN message m ON m.id = c.message_id JOIN managed_address a ON a.id = c.address_id WHERE c.id = ANY($1)`,
    values: [ids],
  });
  await recordReads(
    actor,
    rows.map((row) => row.id),
  );
  const codes = await withVisibleAccounts(actor, rows.map(presentCode));
  return new Map(codes.map((code) => [code.id, code]));
}

/** The state is worked out for each row that is looked at; what the columns alone can rule out goes first. */
function inState(state: CodeState): Prisma.Sql[] {
  const plain = {
    claimed: Prisma.sql`c.claimed_at IS NOT NULL`,
    usable: Prisma.sql`c.claimed_at IS NULL AND c.expires_at > statement_timestamp()
      AND c.received_at > statement_timestamp() - interval '24 hours'`,
    expired: Prisma.sql`c.claimed_at IS NULL AND c.expires_at <= statement_timestamp()`,
    superseded: Prisma.sql`c.claimed_at IS NULL`,
  };
  return [plain[state], Prisma.sql`c.state = ${state}`];
}
