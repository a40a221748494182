import { randomUUIDv7 } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Source } from '#inbound/received-message.ts';
import { storable } from '#inbound/storable.ts';
import { CHANNEL } from '#lib/feed/channel.ts';

/** One message at one managed address, ready to be written: columns by their names in the database. */
export type Delivery = {
  source: Source & { workspaceId: string };
  message: MessageRow;
  codes: CodeRow[];
  links: { rank: number; href: string; text: string; kind: string }[];
  attachments: { index: number; filename: string | null; content_type: string; size: number }[];
};

type MessageRow = {
  id: string;
  workspace_id: string;
  address_id: string;
  sha256: string;
  channel: string;
  identity: string;
  from_address: string | null;
  from_name: string | null;
  to: string[];
  subject: string | null;
  snippet: string;
  text: string | null;
  html: string | null;
  headers: [string, string][];
  service: string | null;
  size: number;
  sent_at: Date | null;
  problem: string | null;
  envelope_from: string | null;
  remote_address: string | null;
  helo_name: string | null;
};

type CodeRow = {
  id: string;
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

/**
 * Writes deliveries within the caller's transaction: two statements, however many there are.
 * @returns the ids of the messages that were stored; the others stood there already (a retry)
 */
export async function store(client: PoolClient, deliveries: Delivery[]): Promise<Set<string>> {
  await storeSources(client, deliveries);
  const rows = (list: (delivery: Delivery) => object[]) =>
    toJson(
      deliveries.flatMap((delivery) =>
        list(delivery).map((row) => ({ message_id: delivery.message.id, ...row })),
      ),
    );
  const { rows: stored } = await client.query<{ id: string }>({
    name: 'store-messages',
    text: STORE_MESSAGES,
    values: [
      toJson(deliveries.map((delivery) => delivery.message)),
      rows((delivery) => delivery.codes),
      rows((delivery) => delivery.links),
      rows((delivery) => delivery.attachments),
    ],
  });
  return new Set(stored.map((row) => row.id));
}

/** As binary parameters: within JSON or an array, each byte would be spelled out. */
async function storeSources(client: PoolClient, deliveries: Delivery[]): Promise<void> {
  const sources = new Map(
    deliveries.map(({ source }) => [`${source.workspaceId} ${source.sha256.toString('hex')}`, source]),
  );
  const values = [...sources.values()].flatMap((source) => [
    randomUUIDv7(),
    source.workspaceId,
    source.sha256,
    source.contentType,
    source.bytes,
  ]);
  const tuples = Array.from(
    { length: sources.size },
    (_, i) => `($${i * 5 + 1}, $${i * 5 + 2}, $${i * 5 + 3}, $${i * 5 + 4}, $${i * 5 + 5})`,
  );
  await client.query(
    `INSERT INTO source (id, workspace_id, sha256, content_type, bytes) VALUES ${tuples.join(', ')}
     ON CONFLICT (workspace_id, sha256) DO NOTHING`,
    values,
  );
}

/** For every channel, whatever its texts are made of. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part));
}

/**
 * A retry meets the unique index on (address_id, identity), is skipped, and its codes, links and events with it.
 * A payload that is notified twice in a transaction is sent once, at its commit.
 */
const STORE_MESSAGES = `
  WITH incoming AS (
    SELECT * FROM json_to_recordset($1::json) AS m(
      id uuid, workspace_id uuid, address_id uuid, sha256 text, channel channel, identity text, from_address text, from_name text,
      "to" text[], subject text, snippet text, text text, html text, headers jsonb, service text, size int, sent_at timestamptz,
      problem text, envelope_from text, remote_address text, helo_name text)
  ), stored AS (
    INSERT INTO message (
      id, workspace_id, address_id, source_id, channel, identity, from_address, from_name, "to", subject, snippet, text, html,
      headers, service, size, sent_at, problem, envelope_from, remote_address, helo_name, received_at)
    SELECT
      m.id, m.workspace_id, m.address_id, s.id, m.channel, m.identity, m.from_address, m.from_name, m."to", m.subject, m.snippet,
      m.text, m.html, m.headers, m.service, m.size, m.sent_at, m.problem, m.envelope_from, m.remote_address, m.helo_name,
      date_trunc('milliseconds', clock_timestamp())
    FROM incoming m JOIN source s ON s.workspace_id = m.workspace_id AND s.sha256 = decode(m.sha256, 'hex')
    ON CONFLICT (address_id, identity) DO NOTHING
    RETURNING id, workspace_id, address_id, received_at
  ), codes AS (
    INSERT INTO code (
      id, workspace_id, address_id, message_id, rank, code, raw, service, series, purpose, confidence, context, received_at, expires_at)
    SELECT
      c.id, s.workspace_id, s.address_id, s.id, c.rank, c.code, c.raw, c.service, c.series, c.purpose, c.confidence, c.context,
      s.received_at, s.received_at + make_interval(secs => c.valid_for)
    FROM json_to_recordset($2::json) AS c(
      message_id uuid, id uuid, rank int, code text, raw text, service text, series text, purpose purpose, confidence real,
      context text, valid_for int)
    JOIN stored s ON s.id = c.message_id
    RETURNING id, workspace_id, address_id, message_id, rank
  ), links AS (
    INSERT INTO link (workspace_id, message_id, rank, href, text, kind)
    SELECT s.workspace_id, s.id, l.rank, l.href, l.text, l.kind
    FROM json_to_recordset($3::json) AS l(message_id uuid, rank int, href text, text text, kind link_kind)
    JOIN stored s ON s.id = l.message_id
  ), attachments AS (
    INSERT INTO attachment (workspace_id, message_id, index, filename, content_type, size)
    SELECT s.workspace_id, s.id, a.index, a.filename, a.content_type, a.size
    FROM json_to_recordset($4::json) AS a(message_id uuid, index int, filename text, content_type text, size int)
    JOIN stored s ON s.id = a.message_id
  ), events AS (
    INSERT INTO feed_event (workspace_id, address_id, message_id, code_id, kind)
    SELECT workspace_id, address_id, id, NULL, 'message.received' FROM stored
    UNION ALL
    SELECT workspace_id, address_id, message_id, id, 'code.received' FROM codes WHERE rank = 0
  )
  SELECT id, pg_notify('${CHANNEL}', address_id::text) FROM stored`;
