import type { MessageList } from '#app/(workspace)/inbox/queries.ts';
import type { MessageParameters } from '#app/(workspace)/inbox/search/parse-query.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

// Pure: what an event of the stream makes of what is on the screen.

/** The list with a message that has come or changed; the same list when it belongs further down than is loaded. */
export function withMessage(list: MessageList, message: MessageSummary): MessageList {
  const known = list.pages.some((page) => page.data.some(({ id }) => id === message.id));
  const pages = known ? replace(list, message) : insert(list, message);
  return pages === list.pages ? list : { ...list, pages: supersede(pages) };
}

/** What an event does not say, such as whether this member has read it, stays as it was. */
function replace({ pages }: MessageList, message: MessageSummary): MessageList['pages'] {
  return pages.map((page) => ({
    ...page,
    data: page.data.map((each) => (each.id === message.id ? { ...each, ...message } : each)),
  }));
}

function insert({ pages }: MessageList, message: MessageSummary): MessageList['pages'] {
  const index = pages.findIndex((page, at) => {
    const last = page.data.at(-1);
    return (last && isNewer(message, last)) || (at === pages.length - 1 && page.nextCursor === null);
  });
  // An empty first page takes anything: there is nothing it could be older than.
  const target = index < 0 && pages[0]?.data.length === 0 ? 0 : index;
  if (target < 0) return pages;
  return pages.map((page, at) => {
    if (at !== target) return page;
    const before = page.data.filter((each) => isNewer(each, message));
    return { ...page, data: [...before, message, ...page.data.slice(before.length)] };
  });
}

/** A code that has been taken or has changed, in the rows that show it. */
export function withCode(list: MessageList, code: PublicCode): MessageList {
  const pages = list.pages.map((page) => ({
    ...page,
    data: page.data.map((message) =>
      message.id === code.messageId
        ? {
            ...message,
            codes: message.codes.map((each) =>
              each.id === code.id ? { ...each, state: code.state, claimedBy: code.claimedBy } : each,
            ),
          }
        : message,
    ),
  }));
  return { ...list, pages };
}

/**
 * A newer code of the same series, at one address and from one service, replaces the older; but what is
 * proven is replaced by what the same domain has proven only (the view `code_state`). The server tells no
 * one of it by an event: whoever sees both knows.
 */
function supersede(pages: MessageList['pages']): MessageList['pages'] {
  const seen = new Set<string>();
  return pages.map((page) => ({
    ...page,
    data: page.data.map((message) => {
      const [best] = message.codes;
      if (!best) return message;
      const series = `${message.address} ${best.service ?? `from:${message.from.address}`}`;
      const proven = message.authentication.provenDomain;
      const replaced = seen.has(proven ? `${series} ${proven}` : series);
      seen.add(series);
      if (proven) seen.add(`${series} ${proven}`);
      if (!replaced || best.state !== 'usable') return message;
      return { ...message, codes: message.codes.map((each) => ({ ...each, state: 'superseded' as const })) };
    }),
  }));
}

/** Newest first, as the API orders: by time, then by id. */
function isNewer(a: MessageSummary, b: MessageSummary): boolean {
  return a.receivedAt === b.receivedAt ? a.id > b.id : a.receivedAt > b.receivedAt;
}

/**
 * Whether a message belongs to a list. Words, accounts and senders are the server's to compare: where they
 * narrow the list, only it can tell.
 */
export function belongs(
  { address, archived, ...more }: MessageParameters,
  message: MessageSummary,
): 'yes' | 'no' | 'unknown' {
  if (address !== undefined && address !== message.address) return 'no';
  if (archived !== undefined && archived !== String(message.archived ?? false)) return 'no';
  return Object.values(more).every((value) => value === undefined) ? 'yes' : 'unknown';
}

/** A message that has changed, where the list has it. */
export function withChanged(list: MessageList, message: MessageSummary): MessageList {
  return { ...list, pages: replace(list, message) };
}

/** The list without a message. */
export function without(list: MessageList, id: string): MessageList {
  const pages = list.pages.map((page) => ({ ...page, data: page.data.filter((each) => each.id !== id) }));
  return { ...list, pages };
}

/** The list with what this member has done with a message: read it, archived it. */
export function withMark(
  list: MessageList,
  id: string,
  mark: Pick<MessageSummary, 'unread' | 'archived'>,
): MessageList {
  const pages = list.pages.map((page) => ({
    ...page,
    data: page.data.map((each) => (each.id === id ? { ...each, ...mark } : each)),
  }));
  return { ...list, pages };
}
