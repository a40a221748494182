'use client';
import { type ReactNode, useMemo, useState } from 'react';
import { AddressSelect } from '#app/(workspace)/inbox/address-select.tsx';
import { Divider } from '#app/(workspace)/inbox/divider.tsx';
import { MessageList } from '#app/(workspace)/inbox/list/message-list.tsx';
import { NowCard } from '#app/(workspace)/inbox/now/now-card.tsx';
import { OfflineLine } from '#app/(workspace)/inbox/offline-line.tsx';
import { useMessages, useNow } from '#app/(workspace)/inbox/queries.ts';
import type { InboxView } from '#app/(workspace)/inbox/read-inbox.ts';
import { NothingOpen } from '#app/(workspace)/inbox/reader/nothing-open.tsx';
import { Reader } from '#app/(workspace)/inbox/reader/reader.tsx';
import { useSelection } from '#app/(workspace)/inbox/use-selection.ts';

/**
 * The newest code, the list, and beside it what is open. Where there is no room for both, what is open
 * takes the list's place. `children` stands there while the list is empty.
 */
export function Inbox({
  address,
  addresses,
  first,
  newest,
  opened,
  servedAt,
  width: initialWidth,
  children,
}: InboxView & { width: number; children: ReactNode }) {
  const list = useMessages(address, first, servedAt);
  const { data: now } = useNow(address, newest, servedAt);
  const messages = useMemo(() => list.data.pages.flatMap((page) => page.data), [list.data]);
  const { open, openId, selected, move, close } = useSelection(messages);
  const [width, setWidth] = useState(initialWidth);

  const more = list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : null;
  return (
    <main className="flex min-h-0 flex-1" style={{ '--list-width': `${width}px` } as React.CSSProperties}>
      <div
        className={`flex min-h-0 min-w-0 flex-col max-lg:flex-1 lg:w-(--list-width) lg:shrink-0 ${openId ? 'max-lg:hidden' : ''}`}
      >
        <h1 className="sr-only">Inbox</h1>
        <AddressSelect address={address} addresses={addresses} />
        <OfflineLine />
        <NowCard newest={now ?? null} messages={messages} open={open} />
        {messages.length === 0 ? (
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        ) : (
          <MessageList messages={messages} selected={selected} open={open} move={move} more={more} />
        )}
      </div>
      <Divider width={width} onChange={setWidth} />
      <div className={`min-h-0 min-w-0 flex-1 overflow-y-auto ${openId ? '' : 'max-lg:hidden'}`}>
        {openId ? (
          <Reader key={openId} id={openId} first={opened} open={open} close={close} />
        ) : (
          <NothingOpen />
        )}
      </div>
    </main>
  );
}
