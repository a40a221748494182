import type { Source } from '#inbound/received-message.ts';
import { storable } from '#inbound/storable.ts';
import { batched } from '#lib/database/batched.ts';
import { pool, within } from '#lib/database/pool.ts';
import { CHANNEL } from '#lib/feed/channel.ts';

/** More messages than this make a commit no cheaper for each, and the first of them wait longer. */
const MAX_MESSAGES = 64;
/** Sources are held in memory until their commit: this bounds a statement, and with it the memory of both sides. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A disk that writes 32 MiB no faster is as good as none. Long, since what is stored too late is a retry the next time. */
const STORE_TIMEOUT_MS = 30_000;

/** One message for all its recipients, ready to be written: columns by their names in the database. */
export type Storable = {
  source: Source;
  content: ContentRow;
  /** By normalised address, each once; those that Mailroom does not manage are allowed. */
  recipients: { id: string; address: string; to: string[] }[];
  /** For each recipient its own, since each code is claimed for itself. */
  codes: CodeRow[];
  links: { rank: number; href: string; text: string; kind: string }[];
  attachments: AttachmentRow[];
};

type ContentRow = {
  channel: string;
  identity: string;
  from_address: string | null;
  from_name: string | null;
  subject: string | null;
  snippet: string;
  text: string | null;
  html: string | null;
  /** As `wordsOf` gives them. */
  words: string;
  headers: [string, string][];
  service: string | null;
  size: number;
  sent_at: Date | null;
  /** Null: now. */
  received_at: Date | null;
  problem: string | null;
  envelope_from: string | null;
  remote_address: string | null;
  helo_name: string | null;
  /** All null while the verdict is pending. */
  spf: string | null;
  dkim: string | null;
  dmarc: string | null;
  arc: string | null;
  proven_domain: string | null;
};

type AttachmentRow = {
  index: number;
  filename: string | null;
  content_type: string;
  size: number;
  /** To be fetched from, at once. */
  url: string | null;
};

type CodeRow = {
  id: string;
  message_id: string;
  rank: number;
  code: string;
  raw: string;
  service: string | null;
  series: string;
  purpose: string;
  confidence: number;
  context: string;
  valid_for: number;
};

/** By the id that the message was to have there. */
export type Stored = Map<string, 'stored' | 'duplicate' | 'unknown'>;

/**
 * Stores a message at each managed address among its recipients, all or none, together with other messages that
 * came while the last ones were being committed: the wait for the disk is shared, not skipped.
 * Resolves once the commit is on disk.
 */
export const store: (message: Storable) => Promise<Stored> = batched(storeTogether, {
  most: MAX_MESSAGES,
  mostBytes: MAX_BYTES,
  bytesOf: ({ source }) => source.bytes.length,
});

/** One statement, and so one transaction and one round trip, however many messages. */
async function storeTogether(messages: Storable[]): Promise<Stored[]> {
  const rows = (list: (message: Storable) => object[]) =>
    messages.flatMap((message, n) => list(message).map((row) => ({ n, ...row })));
  const details = {
    codes: messages.flatMap(({ codes }) => codes),
    links: rows(({ links }) => links),
    attachments: rows(({ attachments }) => attachments),
  };
  const given = DETAILS.filter((detail) => details[detail].length > 0);
  const places = placesFor(messages.length);
  const { rows: stored } = await pool().query<{ id: string; result: 'stored' | 'duplicate' }>(
    within(STORE_TIMEOUT_MS, {
      name: ['store', places, ...given].join('-'),
      text: statementFor(places, given),
      values: [
        toJson(
          rows(({ content: { text, html, words, ...short }, source }) => [
            { ...short, content_type: source.contentType },
          ]),
        ),
        toJson(
          rows(({ recipients, source }) => {
            const sha256 = source.sha256.toString('hex');
            return recipients.map((recipient) => ({ ...recipient, sha256 }));
          }),
        ),
        messages.flatMap(({ recipients }) => recipients.map(({ address }) => address)),
        ...given.map((detail) => toJson(details[detail])),
        ...Array.from({ length: places }, (_, n) => textsOf(messages[n])).flat(),
        ...Array.from({ length: places }, (_, n) => messages[n]?.source.bytes ?? null),
      ],
    }),
  );
  const results = new Map(stored.map(({ id, result }) => [id, result]));
  return messages.map(
    ({ recipients }) => new Map(recipients.map(({ id }) => [id, results.get(id) ?? 'unknown'])),
  );
}

/** What a place takes besides its row and its source: each a parameter of its own. */
function textsOf(message: Storable | undefined) {
  if (!message) return [null, null, null];
  const { text, html, words } = message.content;
  return [text && storable(text), html && storable(html), words];
}

/** A statement is prepared for each number of places, so only powers of two: those left over stay empty. */
function placesFor(messages: number): number {
  return 2 ** Math.ceil(Math.log2(messages));
}

/** For every channel, whatever its texts are made of. */
function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  // A look at the outcome is cheap; each string through `storable` is not, and next to none needs it.
  return /\\u(?:0000|d[89a-f])/.test(json)
    ? JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part))
    : json;
}

const DETAILS = ['codes', 'links', 'attachments'] as const;
type Detail = (typeof DETAILS)[number];

/**
 * Sources and texts are parameters of their own: within JSON or an array, each byte of a source would be spelled out,
 * and a text be read twice before it is stored. Sources come last: pg copies all that stands before each time its
 * buffer grows. A source gets the id of the first message that came with it; one that stands there already is updated
 * with what it has, to learn its id. A retry meets the unique index on (address_id, identity), is skipped, and its
 * codes, links and events with it. The addresses are given once more by themselves, so that each is looked up by the
 * index, however small PostgreSQL thinks the table is. A payload that is notified twice in a transaction is sent once,
 * at its commit.
 * @param details only those that there are: PostgreSQL prepares for each insert at each run, whether rows come or not
 */
function statementFor(places: number, details: Detail[]): string {
  let last = 3;
  const next = () => `$${++last}`;
  const inserts = details.map((detail) => `${detail} AS (${INSERTS[detail](next())})`);
  const each = Array.from({ length: places }, (_, n) => n);
  const texts = each.map((n) => `(${n}, ${next()}::text, ${next()}::text, ${next()}::tsvector)`);
  const bytes = each.map((n) => `(${n}, ${next()}::bytea)`);
  return `
  WITH recipients AS (
    SELECT r.n, r.id, r."to", decode(r.sha256, 'hex') AS sha256, a.id AS address_id, a.workspace_id
    FROM json_to_recordset($2::json) AS r(n int, id uuid, address text, "to" text[], sha256 text)
    JOIN managed_address a ON a.address = r.address AND a.address = ANY($3::text[])
  ), content AS (
    SELECT * FROM json_to_recordset($1::json) AS m(
      n int, content_type text, channel channel, identity text, from_address text, from_name text, subject text, snippet text,
      headers jsonb, service text, size int, sent_at timestamptz, received_at timestamptz, problem text, envelope_from text,
      remote_address text, helo_name text, spf text, dkim text, dmarc text, arc text, proven_domain text)
  ), sources AS (
    INSERT INTO source (id, workspace_id, sha256, content_type, bytes)
    SELECT r.id, r.workspace_id, r.sha256, m.content_type, s.bytes
    FROM (SELECT DISTINCT ON (workspace_id, sha256) * FROM recipients ORDER BY workspace_id, sha256, id) r
    JOIN content m USING (n) JOIN (VALUES ${bytes.join(', ')}) AS s(n, bytes) USING (n)
    ON CONFLICT (workspace_id, sha256) DO UPDATE SET content_type = source.content_type
    RETURNING id, workspace_id, sha256
  ), stored AS (
    INSERT INTO message (
      id, workspace_id, address_id, source_id, channel, identity, from_address, from_name, "to", subject, snippet, text, html,
      headers, service, size, sent_at, problem, envelope_from, remote_address, helo_name, spf, dkim, dmarc, arc, proven_domain,
      authenticated_at, received_at, search)
    SELECT
      r.id, r.workspace_id, r.address_id, s.id, m.channel, m.identity, m.from_address, m.from_name, r."to", m.subject, m.snippet,
      t.text, t.html, m.headers, m.service, m.size, m.sent_at, m.problem, m.envelope_from, m.remote_address, m.helo_name,
      m.spf, m.dkim, m.dmarc, m.arc, m.proven_domain, CASE WHEN m.spf IS NOT NULL THEN clock_timestamp() END,
      date_trunc('milliseconds', LEAST(m.received_at, clock_timestamp())), t.words
    FROM content m JOIN recipients r USING (n) JOIN sources s USING (workspace_id, sha256)
    JOIN (VALUES ${texts.join(', ')}) AS t(n, text, html, words) USING (n)
    ON CONFLICT (address_id, identity) DO NOTHING
    RETURNING id, workspace_id, address_id, received_at, proven_domain
  ), ${[...inserts, `events AS (${details.includes('codes') ? WITH_CODE_EVENTS : EVENTS})`].join(', ')}
  SELECT r.id,
    CASE WHEN s.id IS NULL THEN 'duplicate' ELSE 'stored' END AS result,
    CASE WHEN s.id IS NOT NULL THEN pg_notify('${CHANNEL}', s.address_id::text) END
  FROM recipients r LEFT JOIN stored s ON s.id = r.id`;
}

const INSERTS: Record<Detail, (parameter: string) => string> = {
  codes: (parameter) => `
    INSERT INTO code (
      id, workspace_id, address_id, message_id, rank, code, raw, service, series, purpose, confidence, context,
      received_at, expires_at, proven_domain)
    SELECT
      c.id, s.workspace_id, s.address_id, s.id, c.rank, c.code, c.raw, c.service, c.series, c.purpose, c.confidence, c.context,
      s.received_at, s.received_at + make_interval(secs => c.valid_for), s.proven_domain
    FROM json_to_recordset(${parameter}::json) AS c(
      message_id uuid, id uuid, rank int, code text, raw text, service text, series text, purpose purpose, confidence real,
      context text, valid_for int)
    JOIN stored s ON s.id = c.message_id
    RETURNING id, workspace_id, address_id, message_id, rank`,
  links: (parameter) => `
    INSERT INTO link (workspace_id, message_id, rank, href, text, kind)
    SELECT s.workspace_id, s.id, l.rank, l.href, l.text, l.kind
    FROM json_to_recordset(${parameter}::json) AS l(n int, rank int, href text, text text, kind link_kind)
    JOIN recipients r USING (n) JOIN stored s ON s.id = r.id`,
  attachments: (parameter) => `
    INSERT INTO attachment (workspace_id, message_id, index, filename, content_type, size, url, next_attempt_at)
    SELECT s.workspace_id, s.id, a.index, a.filename, a.content_type, a.size, a.url,
      CASE WHEN a.url IS NOT NULL THEN statement_timestamp() END
    FROM json_to_recordset(${parameter}::json) AS a(
      n int, index int, filename text, content_type text, size int, url text)
    JOIN recipients r USING (n) JOIN stored s ON s.id = r.id`,
};

const EVENTS = `
    INSERT INTO feed_event (workspace_id, address_id, message_id, code_id, kind)
    SELECT workspace_id, address_id, id, NULL::uuid, 'message.received' FROM stored`;
const WITH_CODE_EVENTS = `${EVENTS}
    UNION ALL
    SELECT workspace_id, address_id, message_id, id, 'code.received' FROM codes WHERE rank = 0`;
