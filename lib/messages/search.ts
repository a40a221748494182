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

/**
 * So many of the newest messages are looked through for words before the index of words is asked. A word that
 * is in most messages has a page full of them among these; the index would give all the million first.
 */
const RECENT = 5_000;

/** Pure: the statement that gives the `id` and `receivedAt` of the messages, newest first. Not for full text. */
export function messageSearch(query: MessageQuery): Prisma.Sql {
  const { addressIds, limit } = query;
  const page = (place: Prisma.Sql) => Prisma.sql`
    SELECT m.id, m.received_at FROM message m WHERE ${all([place, ...range(query), ...filters(query)])}
    ${NEWEST_FIRST} LIMIT ${limit}`;
  if (addressIds === null) return newest(Prisma.sql`(${page(ofWorkspace(query))})`, limit);
  // The index by address gives the newest of each address at once, but no order among several: so a page of each.
  const each = page(Prisma.sql`${ofWorkspace(query)} AND m.address_id = wanted.id`);
  return newest(Prisma.sql`unnest(${addressIds}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (${each})`, limit);
}

/**
 * Pure: full text, in two steps. PostgreSQL takes any word it knows nothing of for one of 200, and would read
 * all messages in order of time to find a page of them: so it is not left to choose.
 */
export function textSearch(query: MessageQuery) {
  const { addressIds, limit } = query;
  const [only, more] = addressIds ?? [];
  const place = only && !more ? Prisma.sql`m.address_id = ${only}::uuid` : ofWorkspace(query);
  const within = all([place, ...range(query)]);
  const matching = all([
    ofWorkspace(query),
    ...(addressIds ? [Prisma.sql`m.address_id = ANY(${addressIds}::uuid[])`] : []),
    ...filters(query),
  ]);
  const window = Prisma.sql`(SELECT m.* FROM message m WHERE ${within} ${NEWEST_FIRST} LIMIT ${RECENT}) m`;
  return {
    /** Among the newest messages. */
    recent: newest(
      Prisma.sql`(SELECT m.id, m.received_at FROM ${window} WHERE ${matching} ${NEWEST_FIRST} LIMIT ${limit})`,
      limit,
    ),
    /** Whether there are older ones than those, where the page is not full. */
    hasOlder: Prisma.sql`SELECT count(*) = ${RECENT} AS older FROM (SELECT 1 FROM message m WHERE ${within} LIMIT ${RECENT}) m`,
    /** Among all, by the index of words. */
    whole: Prisma.sql`WITH hits AS MATERIALIZED (SELECT m.id, m.received_at FROM message m WHERE ${within} AND ${matching})
      ${newest(Prisma.sql`hits`, limit)}`,
  };
}

const NEWEST_FIRST = Prisma.sql`ORDER BY m.received_at DESC, m.id DESC`;

function newest(from: Prisma.Sql, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT page.id, page.received_at AS "receivedAt" FROM ${from} AS page
    ORDER BY page.received_at DESC, page.id DESC LIMIT ${limit}`;
}

function ofWorkspace({ workspaceId }: MessageQuery): Prisma.Sql {
  return Prisma.sql`m.workspace_id = ${workspaceId}::uuid`;
}

function all(conditions: Prisma.Sql[]): Prisma.Sql {
  return Prisma.join(conditions, ' AND ');
}

function range({ after, before }: MessageQuery): Prisma.Sql[] {
  return [
    ...(after ? [Prisma.sql`(m.received_at, m.id) > (${after.at}::timestamptz, ${after.id}::uuid)`] : []),
    ...(before ? [Prisma.sql`(m.received_at, m.id) < (${before.at}::timestamptz, ${before.id}::uuid)`] : []),
  ];
}

function filters({ channel, from, subject, q, service, hasCode, unreadBy }: MessageQuery): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
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
