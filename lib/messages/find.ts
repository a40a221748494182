import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { readMoment } from '#lib/codes/moment.ts';
import type { CodeState } from '#lib/codes/present.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { loadMessage, loadSummaries } from '#lib/messages/load.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';
import {
  type Criteria,
  type MessageQuery,
  messageSearch,
  TEXT_STEPS,
  textSearch,
} from '#lib/messages/search.ts';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '#lib/page.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** `after` and `before`: a time, or the id of a code or a message. */
export type MessageFilter = {
  address?: string;
  accountId?: string;
  /** Only at these addresses. */
  addressIds?: string[];
  channel?: 'email' | 'sms' | 'mms' | 'voice';
  from?: string;
  /** The other side of a conversation by text, whole: what it sent, and what was sent to it. */
  with?: string;
  to?: string;
  subject?: string;
  q?: string;
  service?: string;
  hasCode?: boolean;
  /** Only messages with a code in this state. */
  state?: CodeState;
  direction?: 'inbound' | 'outbound';
  criteria?: Criteria;
  /** For members: only what they have not read. */
  unread?: boolean;
  /** For members: only what they have archived, or only what they have not. */
  archived?: boolean;
  after?: string;
  before?: string;
};

/** A page begins at a cursor, or after so many of the newest. */
type PageOptions = { limit?: number; cursor?: string; offset?: number };

/**
 * The messages that match, newest first, without their bodies.
 * @throws MailroomError `address-not-found`, `invalid-input`
 */
export async function listMessages(
  actor: Actor,
  { limit = DEFAULT_LIMIT, cursor, offset, ...filter }: MessageFilter & PageOptions = {},
): Promise<Page<MessageSummary>> {
  const visible = await findVisible(actor, filter);
  const range = await readRange(actor, filter, cursor);
  const found = await search(actor, filter, visible, { ...range, limit: limit + 1, offset });
  const summaries = await loadSummaries(
    actor,
    found.slice(0, limit).map((row) => row.id),
  );
  const page = pageOf(
    found,
    limit,
    (row) => ({ at: row.receivedAt, id: row.id }),
    (row) => row,
  );
  // One that was deleted between the two looks is left out.
  return { ...page, data: page.data.flatMap((row) => summaries.get(row.id) ?? []) };
}

/** @throws MailroomError `message-not-found`, for one that the actor may not see as for one that does not exist */
export async function findMessage(actor: Actor, id: string): Promise<PublicMessage> {
  await requireVisible(actor, id);
  return (await loadMessage(actor, id)) ?? messageNotFound(id);
}

/** @throws MailroomError `message-not-found` */
export async function requireVisible(actor: Actor, id: string): Promise<void> {
  const { rowCount } = await pool().query({
    name: 'visible-message',
    text: `SELECT 1 FROM message WHERE id = $1 AND workspace_id = $2 AND ($3::uuid[] IS NULL OR address_id = ANY($3))`,
    values: [id, actor.workspaceId, await visibleAddressIds(actor)],
  });
  if (rowCount === 0) messageNotFound(id);
}

export function messageNotFound(id: string): never {
  throw new MailroomError('message-not-found', `There is no message ${id}.`);
}

type Range = Pick<MessageQuery, 'after' | 'before'>;

/** The moments between which to look; a page begins at its cursor. @throws MailroomError `invalid-input` */
export async function readRange(
  actor: Actor,
  { after, before }: MessageFilter,
  cursor?: string,
): Promise<Range> {
  return {
    after: await readMoment(actor, 'after', after),
    before: cursor === undefined ? await readMoment(actor, 'before', before) : readCursor(cursor),
  };
}

type Found = { id: string; receivedAt: Date };

/** The ids of up to `limit` messages that match, newest first. */
export async function search(
  actor: Actor,
  filter: Omit<MessageFilter, 'after' | 'before'>,
  visible: { ids: string[] | null; service: string | null },
  page: Range & { limit: number; offset?: number },
): Promise<Found[]> {
  const query = {
    ...filter,
    workspaceId: actor.workspaceId,
    addressIds: visible.ids,
    service: filter.service ?? visible.service ?? undefined,
    memberId: actor.kind === 'member' ? actor.id : undefined,
    ...page,
  };
  return query.q === undefined ? run<Found>(messageSearch(query)) : searchText(query);
}

async function searchText(query: MessageQuery): Promise<Found[]> {
  const { among, hasOlder, byIndex } = textSearch(query);
  let found: Found[] = [];
  for (const { newest, hits } of TEXT_STEPS) {
    found = await run<Found>(among(newest));
    if (found.length === query.limit) return found;
    const [window] = await run<{ older: boolean }>(hasOlder(newest));
    if (!window?.older) return found;
    const indexed = await run<Found & { hits: number }>(byIndex(hits));
    if (hits === null || (indexed[0]?.hits ?? 0) <= hits) return indexed;
  }
  return found;
}

async function run<Row extends object>({ text, values }: Prisma.Sql): Promise<Row[]> {
  return (await pool().query<Row>(text, values)).rows;
}
