import type { Position } from '#lib/page.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What a list of messages is narrowed to; all of it must hold. */
export type MessageQuery = {
  workspaceId: string;
  /** null: every address of the workspace. */
  addressIds: string[] | null;
  channel?: 'email' | 'sms' | 'mms';
  /** Part of the sender's address or name, in any case. */
  from?: string;
  /** Part of the subject, in any case. */
  subject?: string;
  /** Words, "phrases" and -exclusions; the last word may be the beginning of one. */
  q?: string;
  service?: string;
  hasCode?: boolean;
  /** Only what this member has not read. */
  unreadBy?: string;
  after: Position | null;
  before: Position | null;
  limit: number;
};

/** Pure: the statement that gives the `id` and `receivedAt` of the messages, newest first. */
export function messageSearch(query: MessageQuery): Prisma.Sql {
  const { addressIds, limit } = query;
  const page = (where: Prisma.Sql) => Prisma.sql`
    SELECT m.id, m.received_at FROM message m WHERE ${Prisma.join([where, ...conditions(query)], ' AND ')}
    ORDER BY m.received_at DESC, m.id DESC LIMIT ${limit}`;
  const workspace = Prisma.sql`m.workspace_id = ${query.workspaceId}::uuid`;
  if (addressIds === null) return ordered(Prisma.sql`(${page(workspace)})`, limit);
  // The index by address gives the newest of each address at once, but it gives no order among several: so a
  // page is taken of each. Full text has an index of its own, which would be read again for each address.
  if (query.q !== undefined)
    return ordered(
      Prisma.sql`(${page(Prisma.sql`${workspace} AND m.address_id = ANY(${addressIds}::uuid[])`)})`,
      limit,
    );
  const each = page(Prisma.sql`${workspace} AND m.address_id = wanted.id`);
  return ordered(Prisma.sql`unnest(${addressIds}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (${each})`, limit);
}

function ordered(from: Prisma.Sql, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT page.id, page.received_at AS "receivedAt" FROM ${from} AS page
    ORDER BY page.received_at DESC, page.id DESC LIMIT ${limit}`;
}

function conditions(query: MessageQuery): Prisma.Sql[] {
  const { channel, from, subject, q, service, hasCode, unreadBy, after, before } = query;
  const all: Prisma.Sql[] = [];
  if (after) all.push(Prisma.sql`(m.received_at, m.id) > (${after.at}::timestamptz, ${after.id}::uuid)`);
  if (before) all.push(Prisma.sql`(m.received_at, m.id) < (${before.at}::timestamptz, ${before.id}::uuid)`);
  if (channel) all.push(Prisma.sql`m.channel = ${channel}::channel`);
  if (service) all.push(Prisma.sql`m.service = ${service}`);
  if (from) all.push(contains(Prisma.sql`concat(m.from_name, ' ', m.from_address)`, from));
  if (subject) all.push(contains(Prisma.sql`m.subject`, subject));
  if (q !== undefined) all.push(Prisma.sql`m.search @@ ${textQuery(q)}`);
  if (hasCode !== undefined)
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM code c WHERE c.message_id = m.id) = ${hasCode}`);
  if (unreadBy)
    all.push(Prisma.sql`m.direction = 'inbound' AND NOT EXISTS (SELECT 1 FROM read_state r
      WHERE r.message_id = m.id AND r.member_id = ${unreadBy}::uuid AND r.read_at IS NOT NULL)`);
  return all;
}

/** Not LIKE: what is looked for may contain its signs. */
function contains(column: Prisma.Sql, part: string): Prisma.Sql {
  return Prisma.sql`position(lower(${part}) IN lower(${column})) > 0`;
}

/**
 * PostgreSQL's reading of a web search, never an error whatever is typed; then the last word becomes a
 * prefix, so that the list narrows while somebody is typing.
 */
function textQuery(q: string): Prisma.Sql {
  const typed = Prisma.sql`websearch_to_tsquery('simple'::regconfig, ${q})::text`;
  return Prisma.sql`(CASE WHEN ${typed} LIKE '%''' THEN (${typed} || ':*')::tsquery ELSE ${typed}::tsquery END)`;
}
