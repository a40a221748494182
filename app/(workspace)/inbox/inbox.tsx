'use client';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { AddressSelect } from '#app/(workspace)/inbox/address-select.tsx';
import { Divider } from '#app/(workspace)/inbox/divider.tsx';
import { MessageList } from '#app/(workspace)/inbox/list/message-list.tsx';
import { useNewestFound } from '#app/(workspace)/inbox/now/newest-found.ts';
import { NowCard } from '#app/(workspace)/inbox/now/now-card.tsx';
import { useCodeInTitle } from '#app/(workspace)/inbox/now/use-code-in-title.ts';
import { useMessages, useNow } from '#app/(workspace)/inbox/queries.ts';
import type { InboxView } from '#app/(workspace)/inbox/read-inbox.ts';
import { NothingOpen } from '#app/(workspace)/inbox/reader/nothing-open.tsx';
import { Reader } from '#app/(workspace)/inbox/reader/reader.tsx';
import { NothingFound } from '#app/(workspace)/inbox/search/nothing-found.tsx';
import { SearchField } from '#app/(workspace)/inbox/search/search-field.tsx';
import { useQuery } from '#app/(workspace)/inbox/search/use-query.ts';
import { inboxTitle } from '#app/(workspace)/inbox/title.ts';
import { UndoLine } from '#app/(workspace)/inbox/undo-line.tsx';
import { useArchive } from '#app/(workspace)/inbox/use-archive.ts';
import { usePushedFocus } from '#app/(workspace)/inbox/use-pushed-focus.ts';
import { useSelection } from '#app/(workspace)/inbox/use-selection.ts';
import { repeatEarlyPresses } from '#app/early-presses.ts';

/**
 * The newest code, the list, and beside it what is open. Where there is no room for both, what is open
 * takes the list's place. `children` stands there while there is nothing at all.
 */
export function Inbox({
  address,
  addresses,
  accounts,
  first,
  hasAny,
  newest,
  opened,
  servedAt,
  width: initialWidth,
  children,
}: InboxView & { width: number; children: ReactNode }) {
  const query = useQuery(address);
  const { searching, accountId, parameters, words } = query;
  const plain = !searching && accountId === null;
  const list = useMessages(parameters, plain ? first : null, servedAt);
  const place = { ...(address && { address }), ...(accountId && { accountId }) };
  const { data: now } = useNow(place, accountId ? undefined : newest, servedAt);
  const messages = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const found = useNewestFound(messages, searching);
  const services = useMemo(() => servicesOf(messages, accounts), [messages, accounts]);
  const selection = useSelection(messages);
  const { path, open, openId, selected, move, close } = selection;
  const archiving = useArchive(messages, selection);
  const [width, setWidth] = useState(initialWidth);
  const newCode = useCodeInTitle(now ?? null);
  usePushedFocus(openId);
  useEffect(repeatEarlyPresses, []);

  const known = messages.find(({ id }) => id === openId);
  const message = known ?? (opened?.id === openId ? opened : null);
  const title = inboxTitle({
    message,
    text: query.text,
    address: addresses.find((each) => each.address === address),
    account: accounts.find(({ id }) => id === accountId),
  });
  const more = list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null;
  // The event stream fetches by itself what it may have missed: then nothing is there yet, and nothing is being fetched.
  const loading = list.isFetching || list.isPending || list.isPlaceholderData;
  const fresh = plain && !hasAny && messages.length === 0;
  return (
    <main
      className="flex min-h-0 flex-1 print:block"
      style={{ '--list-width': `${width}px` } as React.CSSProperties}
    >
      <title>{newCode ?? title}</title>
      <div
        className={`flex min-h-0 min-w-0 flex-col max-lg:flex-1 lg:w-(--list-width) lg:shrink-0 ${openId ? 'max-lg:hidden print:hidden' : ''}`}
      >
        <h1 className="sr-only">Inbox</h1>
        <AddressSelect address={address} addresses={addresses} />
        {!fresh && <SearchField query={query} accounts={accounts} services={services} down={focusList} />}
        <NowCard
          key={String(searching)}
          newest={searching ? found : (now ?? null)}
          {...{ messages, path, open }}
        />
        {fresh ? (
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        ) : messages.length === 0 ? (
          <NothingFound query={query} loading={loading} mistake={list.error} />
        ) : (
          <MessageList
            {...{ messages, path, selected, open, move, more, words }}
            of={list.isPlaceholderData ? null : JSON.stringify(parameters)}
          />
        )}
        {archiving.last && <UndoLine last={archiving.last} undo={archiving.undo} forget={archiving.forget} />}
      </div>
      <Divider width={width} onChange={setWidth} />
      <div
        className={`min-h-0 min-w-0 flex-1 overflow-y-auto print:overflow-visible ${openId ? '' : 'max-lg:hidden print:hidden'}`}
      >
        {openId ? (
          <Reader
            key={openId}
            id={openId}
            first={opened}
            known={known}
            open={open}
            close={close}
            archive={archiving.archive}
            words={words.text}
          />
        ) : (
          <NothingOpen />
        )}
      </div>
    </main>
  );
}

/** From the search into what was found. */
function focusList(): void {
  document.querySelector<HTMLElement>('[data-row][tabindex="0"], [data-row]')?.focus();
}

/** What one can choose from: the services whose messages are on the screen, and those of the accounts. */
function servicesOf(messages: { service: string | null }[], accounts: { service: string }[]): string[] {
  return [...new Set([...messages, ...accounts].flatMap(({ service }) => service ?? []))];
}
