import type { MemberActor } from '#lib/access/actor.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { readRange, search } from '#lib/messages/find.ts';

/** More are not counted one by one: nobody works off a hundred by their number. */
export const MAX_UNREAD = 100;
/** What a member has left unread for so long is no news. It also bounds the look through what they have read. */
const NEWS_MS = 30 * 24 * 60 * 60_000;

/** How many messages of the last 30 days in the member's inbox they have not read: up to `MAX_UNREAD`. */
export async function countUnread(actor: MemberActor): Promise<number> {
  const visible = await findVisible(actor, {});
  const after = new Date(Date.now() - NEWS_MS).toISOString();
  const page = { ...(await readRange(actor, { after })), limit: MAX_UNREAD };
  return (await search(actor, { unread: true, archived: false }, visible, page)).length;
}
