import type { CodeState } from '#lib/codes/present.ts';
import { wordsQuery } from '#lib/messages/words.ts';
import type { Position } from '#lib/page.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** What a list of messages is narrowed to; all of it must hold. */
export type MessageQuery = {
  workspaceId: string;
  /** null: every address of the workspace. */
  addressIds: string[] | null;
  channel?: 'email' | 'sms' | 'mms' | 'voice';
  /** Part of the sender's address or name, in any case. */
  from?: string;
  /** The other side of a conversation by text, whole, in any case. */
  with?: string;
  /** Part of a recipient as the sender wrote it, or of the managed address, in any case. */
  to?: string;
  /** Part of the subject, in any case. */
  subject?: string;
  /** Words, "phrases" and -exclusions; the last word may be the beginning of one. */
  q?: string;
  service?: string;
  hasCode?: boolean;
  /** Has a code in this state. */
  state?: CodeState;
  direction?: 'inbound' | 'outbound';
  /** Whole addresses or numbers, and parts of subject and body: all of them must hold, or any of them. */
  criteria?: Criteria;
  /** Whose `unread` and `archived` are meant; without a member they narrow nothing. */
  memberId?: string;
  /** Only what the member has not read. */
  unread?: boolean;
  /** Only what the member has archived, or has not. */
  archived?: boolean;
  after: Position | null;
  before: Position | null;
  limit: number;
  /** How many of the newest to pass over. Not for full text. */
  offset?: number;
};

export type Criteria = {
  match: 'all' | 'any';
  /** The sender's address or number, whole, in any case. */
  sentFrom?: string;
  /** A recipient, whole, in any case: on the envelope, or as the mail's headers name it. */
  sentTo?: string;
  /** Part of the subject, in any case. */
  subject?: string;
  /** Part of the text or of the HTML, in any case. */
  body?: string;
};

/**
 * How far a search for words goes, pair by pair: among so many of the newest messages, where a word that is in many has
 * a page full; then by the index of words, as long as that finds no more than so many. What takes longest grows alike in
 * both: 1,500 of the index take some 20 ms to fetch and to put in order, 40,000 of the newest somewhat longer.
 */
export const TEXT_STEPS = [
  { newest: 2_000, hits: 1_500 },
  { newest: 40_000, hits: 15_000 },
  { newest: 400_000, hits: null },
] as const;

/** Pure: the statement that gives the `id` and `receivedAt` of the messages, newest first. Not for full text. */
export function messageSearch(query: MessageQuery): Prisma.Sql {
  const { addressIds, limit, offset = 0 } = query;
  const page = (place: Prisma.Sql) => Prisma.sql`
    SELECT m.id, m.received_at FROM message m WHERE ${all([place, ...range(query), ...filters(query)])}
    ${NEWEST_FIRST} LIMIT ${limit + offset}`;
  if (addressIds === null) return newest(Prisma.sql`(${page(ofWorkspace(query))})`, limit, offset);
  // The index by address gives the newest of each address at once, but no order among several: so a page of each.
  const each = page(Prisma.sql`${ofWorkspace(query)} AND m.address_id = wanted.id`);
  return newest(
    Prisma.sql`unnest(${addressIds}::uuid[]) AS wanted(id) CROSS JOIN LATERAL (${each})`,
    limit,
    offset,
  );
}

/**
 * Pure: full text, in steps of which the first that suffices is the last (TEXT_STEPS). PostgreSQL takes any word it
 * knows nothing of for one of 200, and would read all messages in order of time to find a page of them: so it is not left
 * to choose.
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
  return {
    /** Those among so many of the newest messages. */
    among: (count: number) => {
      const window = Prisma.sql`(SELECT m.* FROM message m WHERE ${within} ${NEWEST_FIRST} LIMIT ${count}) m`;
      return newest(
        Prisma.sql`(SELECT m.id, m.received_at FROM ${window} WHERE ${matching} ${NEWEST_FIRST} LIMIT ${limit})`,
        limit,
      );
    },
    /** Whether there are older ones than those. */
    hasOlder: (count: number) =>
      Prisma.sql`SELECT count(*) > ${count} AS older FROM (SELECT 1 FROM message m WHERE ${within} LIMIT ${count + 1}) m`,
    /** By the index of words: those of all, unless `hits` says that they are more than `most`. */
    byIndex: (most: number | null) => {
      const hits = Prisma.sql`SELECT m.id, m.received_at FROM message m WHERE ${within} AND ${matching}`;
      const counted = most === null ? hits : Prisma.sql`${hits} LIMIT ${most + 1}`;
      return Prisma.sql`WITH hits AS MATERIALIZED (${counted})
        SELECT page.*, (SELECT count(*)::int FROM hits) AS hits FROM (${newest(Prisma.sql`hits`, limit)}) page`;
    },
  };
}

const NEWEST_FIRST = Prisma.sql`ORDER BY m.received_at DESC, m.id DESC`;

function newest(from: Prisma.Sql, limit: number, offset = 0): Prisma.Sql {
  return Prisma.sql`
    SELECT page.id, page.received_at AS "receivedAt" FROM ${from} AS page
    ORDER BY page.received_at DESC, page.id DESC LIMIT ${limit} OFFSET ${offset}`;
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

function filters(query: MessageQuery): Prisma.Sql[] {
  const { channel, from, to, subject, q, service, hasCode, state, direction, criteria } = query;
  const { with: other } = query;
  const all: Prisma.Sql[] = [];
  if (channel) all.push(Prisma.sql`m.channel = ${channel}::channel`);
  if (service) all.push(Prisma.sql`m.service = ${service}`);
  if (from) all.push(contains(Prisma.sql`concat(m.from_name, ' ', m.from_address)`, from));
  if (other) all.push(exchangedWith(other));
  if (to) all.push(contains(RECIPIENTS, to));
  if (subject) all.push(contains(Prisma.sql`m.subject`, subject));
  if (q !== undefined) all.push(Prisma.sql`m.search @@ ${wordsQuery(q)}::tsquery`);
  if (hasCode !== undefined)
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM code c WHERE c.message_id = m.id) = ${hasCode}`);
  if (state) all.push(withCodeIn(state));
  if (direction) all.push(Prisma.sql`m.direction = ${direction}::direction`);
  const wanted = criteria ? conditions(criteria) : [];
  if (wanted.length > 0)
    all.push(Prisma.sql`(${Prisma.join(wanted, criteria?.match === 'any' ? ' OR ' : ' AND ')})`);
  return [...all, ...ofMember(query)];
}

/** What one member has read and archived. */
function ofMember({ memberId, unread, archived }: MessageQuery): Prisma.Sql[] {
  if (!memberId) return [];
  const has = (what: Prisma.Sql) => Prisma.sql`EXISTS (SELECT 1 FROM read_state r
    WHERE r.message_id = m.id AND r.member_id = ${memberId}::uuid AND ${what})`;
  return [
    ...(unread
      ? [Prisma.sql`m.direction = 'inbound' AND NOT ${has(Prisma.sql`r.read_at IS NOT NULL`)}`]
      : []),
    ...(archived === undefined
      ? []
      : [Prisma.sql`${has(Prisma.sql`r.archived_at IS NOT NULL`)} = ${archived}`]),
  ];
}

const RECIPIENTS = Prisma.sql`
  concat(array_to_string(m."to", ' '), ' ', (SELECT a.address FROM managed_address a WHERE a.id = m.address_id))`;

/** No code is usable for longer than a day (lib/codes/validity.ts): older messages need not be looked at. */
function withCodeIn(state: CodeState): Prisma.Sql {
  const has = Prisma.sql`EXISTS (SELECT 1 FROM code_state c WHERE c.message_id = m.id AND c.state = ${state})`;
  if (state !== 'usable') return has;
  return Prisma.sql`m.received_at > statement_timestamp() - interval '24 hours' AND ${has}`;
}

function conditions({ sentFrom, sentTo, subject, body }: Criteria): Prisma.Sql[] {
  return [
    ...(sentFrom ? [Prisma.sql`lowered(m.from_address) = lowered(${sentFrom})`] : []),
    ...(sentTo ? [sentToOneOf(sentTo)] : []),
    ...(subject ? [contains(Prisma.sql`m.subject`, subject)] : []),
    ...(body
      ? [Prisma.sql`(${contains(Prisma.sql`m.text`, body)} OR ${contains(Prisma.sql`m.html`, body)})`]
      : []),
  ];
}

/** Numbers, short codes and names of senders alike: each is compared whole, in any case. */
function exchangedWith(other: string): Prisma.Sql {
  return Prisma.sql`(m.channel <> 'email' AND CASE m.direction
    WHEN 'inbound' THEN lowered(m.from_address) = lowered(${other})
    ELSE EXISTS (SELECT 1 FROM unnest(m."to") AS recipient WHERE lowered(recipient) = lowered(${other})) END)`;
}

/** A header holds many addresses with their names: what stands between signs that no address contains is compared. */
function sentToOneOf(address: string): Prisma.Sql {
  return Prisma.sql`(
    EXISTS (SELECT 1 FROM unnest(m."to") AS recipient WHERE lowered(recipient) = lowered(${address}))
    OR EXISTS (SELECT 1 FROM jsonb_array_elements(m.headers) AS header
      WHERE lower(header ->> 0) IN ('to', 'cc')
        AND lowered(${address}) = ANY(regexp_split_to_array(lowered(header ->> 1), '[][<>(),;:"[:space:]]+'))))`;
}

/** Not LIKE: what is looked for may contain its signs. */
function contains(column: Prisma.Sql, part: string): Prisma.Sql {
  return Prisma.sql`position(lowered(${part}) IN lowered(${column})) > 0`;
}
