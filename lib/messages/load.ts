import type { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { CLAIMED_BY } from '#lib/codes/statements.ts';
import { pool } from '#lib/database/pool.ts';
import { type MessageSummary, messageSchema, type PublicMessage } from '#lib/messages/present.ts';
import { sanitiseHtml } from '#lib/messages/sanitise.ts';

/** Messages by their ids, without bodies, as the actor sees them. Which ids they may see has been decided before. */
export async function loadSummaries(actor: Actor, ids: string[]): Promise<Map<string, MessageSummary>> {
  if (ids.length === 0) return new Map();
  const [messages, codes] = await Promise.all([
    pool().query<SummaryRow>({
      name: 'message-summaries',
      text: `SELECT ${SUMMARY} FROM message m JOIN managed_address a ON a.id = m.address_id WHERE m.id = ANY($1)`,
      values: [ids, readerOf(actor)],
    }),
    loadCodes(ids),
  ]);
  return new Map(messages.rows.map((row) => [row.id, presentSummary(row, actor, codes.get(row.id) ?? [])]));
}

/** A whole message, or null when it is gone. */
export async function loadMessage(actor: Actor, id: string): Promise<PublicMessage | null> {
  const [messages, codes, links, attachments, notes] = await Promise.all([
    pool().query<SummaryRow & BodyRow>({
      name: 'message',
      text: `SELECT ${SUMMARY}, m.text, m.html, m.headers, m.problem, m.arc
             FROM message m JOIN managed_address a ON a.id = m.address_id WHERE m.id = ANY($1)`,
      values: [[id], readerOf(actor)],
    }),
    loadCodes([id]),
    pool().query<PublicMessage['links'][number]>({
      name: 'message-links',
      text: 'SELECT href, text, kind FROM link WHERE message_id = $1 ORDER BY rank',
      values: [id],
    }),
    pool().query<PublicMessage['attachments'][number]>({
      name: 'message-attachments',
      text: `SELECT index, filename, content_type AS "contentType", size FROM attachment
             WHERE message_id = $1 ORDER BY index`,
      values: [id],
    }),
    loadNotes(actor, id),
  ]);
  const row = messages.rows[0];
  if (!row) return null;
  const summary = presentSummary(row, actor, []);
  return {
    ...summary,
    authentication: { ...summary.authentication, arc: row.arc },
    codes: (codes.get(id) ?? []).map((code) => ({
      ...presentCode(code),
      context: code.context,
      confidence: code.confidence,
    })),
    text: row.text,
    html: row.html === null ? null : sanitiseHtml(row.html),
    headers: headersSchema.parse(row.headers),
    links: links.rows,
    attachments: attachments.rows,
    notes,
    problem: row.problem,
  };
}

/** A JSON column is input too. */
const headersSchema: z.ZodType<[string, string][]> = messageSchema.shape.headers.catch([]);

/** $2 is the member who reads, or null. */
const SUMMARY = `
  m.id, m.channel, m.direction, a.address, m.from_address AS "fromAddress", m.from_name AS "fromName", m."to",
  m.subject, m.snippet, m.service, m.size, m.received_at AS "receivedAt", m.sent_at AS "sentAt",
  m.spf, m.dkim, m.dmarc, m.proven_domain AS "provenDomain",
  (SELECT count(*)::int FROM attachment t WHERE t.message_id = m.id) AS "attachmentCount",
  (SELECT count(*)::int FROM note n WHERE n.message_id = m.id) AS "noteCount",
  m.direction = 'inbound' AND NOT EXISTS (
    SELECT 1 FROM read_state r WHERE r.member_id = $2::uuid AND r.message_id = m.id AND r.read_at IS NOT NULL
  ) AS unread,
  EXISTS (
    SELECT 1 FROM read_state r WHERE r.member_id = $2::uuid AND r.message_id = m.id AND r.archived_at IS NOT NULL
  ) AS archived`;

type SummaryRow = Omit<
  MessageSummary,
  'from' | 'receivedAt' | 'sentAt' | 'codes' | 'authentication' | 'unread' | 'archived'
> & {
  fromAddress: string | null;
  fromName: string | null;
  receivedAt: Date;
  sentAt: Date | null;
  unread: boolean;
  archived: boolean;
} & MessageSummary['authentication'];
type BodyRow = Pick<PublicMessage, 'text' | 'html' | 'problem'> & { headers: unknown; arc: string | null };
type CodeRow = Omit<PublicMessage['codes'][number], 'expiresAt'> & { messageId: string; expiresAt: Date };

async function loadCodes(messageIds: string[]): Promise<Map<string, CodeRow[]>> {
  const { rows } = await pool().query<CodeRow>({
    name: 'message-codes',
    text: `SELECT message_id AS "messageId", id, code, state, purpose, service, expires_at AS "expiresAt", context, confidence,
                  ${CLAIMED_BY}
           FROM code_state c WHERE message_id = ANY($1) ORDER BY rank`,
    values: [messageIds],
  });
  return Map.groupBy(rows, (row) => row.messageId);
}

/** Oldest first. */
async function loadNotes(actor: Actor, messageId: string): Promise<PublicMessage['notes']> {
  const { rows } = await pool().query<{ id: string; author: string; text: string; at: Date; mine: boolean }>({
    name: 'message-notes',
    text: `SELECT id, author_name AS author, text, created_at AS at, coalesce(author_id = $2::uuid, false) AS mine
           FROM note WHERE message_id = $1 ORDER BY created_at, id`,
    values: [messageId, readerOf(actor)],
  });
  return rows.map(({ id, author, text, at, mine }) => ({
    ...{ id, author, text, createdAt: at.toISOString() },
    ...(actor.kind === 'member' && { mine }),
  }));
}

function presentSummary(row: SummaryRow, actor: Actor, codes: CodeRow[]): MessageSummary {
  const { id, channel, direction, address, fromAddress, fromName, to, subject, snippet, service, size } = row;
  const { receivedAt, sentAt, attachmentCount, noteCount, spf, dkim, dmarc, provenDomain } = row;
  return {
    ...{
      id,
      channel,
      direction,
      address,
      from: { address: fromAddress, name: fromName },
      to,
      subject,
      snippet,
    },
    ...{ service, size, receivedAt: receivedAt.toISOString(), sentAt: sentAt?.toISOString() ?? null },
    codes: codes.map(presentCode),
    attachmentCount,
    noteCount,
    authentication: { spf, dkim, dmarc, provenDomain },
    ...(actor.kind === 'member' && { unread: row.unread, archived: row.archived }),
  };
}

function presentCode(row: CodeRow): MessageSummary['codes'][number] {
  const { id, code, state, purpose, service, expiresAt, claimedBy } = row;
  return { id, code, state, purpose, service, expiresAt: expiresAt.toISOString(), claimedBy };
}

/** Only a member has read something or not. */
function readerOf(actor: Actor): string | null {
  return actor.kind === 'member' ? actor.id : null;
}
