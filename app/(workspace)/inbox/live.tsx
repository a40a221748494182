'use client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { callApi } from '#app/(workspace)/api.ts';
import { markArrived } from '#app/(workspace)/inbox/arrivals.ts';
import { matches, withCode, withMessage } from '#app/(workspace)/inbox/feed.ts';
import {
  conversationKey,
  fetchMessages,
  type MessageList,
  messageKey,
} from '#app/(workspace)/inbox/queries.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/** A restart of the server is over by then: shorter breaks are not worth a word. */
const SAY_OFFLINE_AFTER_MS = 3_000;
/** How long to wait before a stream that the server refused is tried again. */
const RETRY_MS = 2_000;

/** Since when nothing new can come in, in milliseconds; null while the stream is open. */
const OfflineSince = createContext<number | null>(null);
export const useOfflineSince = () => useContext(OfflineSince);

/** Keeps what the workspace's pages show up to date, by the same event stream that programs use. */
export function Live({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [offlineSince, setOfflineSince] = useState<number | null>(null);
  useEffect(() => listen(client, setOfflineSince), [client]);
  return <OfflineSince value={offlineSince}>{children}</OfflineSince>;
}

function listen(client: QueryClient, setOfflineSince: (since: number | null) => void): () => void {
  let stream: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let notice: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    stream = new EventSource('/api/v1/events');
    subscribe(stream, client);
    stream.onopen = () => {
      clearTimeout(notice);
      notice = undefined;
      setOfflineSince(null);
      // A stream opened anew begins now: what came since the page was read, or the last stream ended, is fetched.
      // One that the browser resumes by itself has no gap, and finds nothing new.
      void catchUp(client);
    };
    stream.onerror = () => {
      const since = Date.now();
      notice ??= setTimeout(() => setOfflineSince(since), SAY_OFFLINE_AFTER_MS);
      if (stream?.readyState !== EventSource.CLOSED) return;
      // The server refused: the browser does not try again by itself. A call of the API tells whether the session has ended.
      void callApi('/messages?limit=1').catch(() => {});
      retry = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    clearTimeout(notice);
    stream?.close();
  };
}

function subscribe(stream: EventSource, client: QueryClient): void {
  const on = <T,>(event: string, act: (data: T) => void) =>
    stream.addEventListener(event, (message: MessageEvent<string>) => act(JSON.parse(message.data) as T));

  on<MessageSummary>('message.received', (message) => {
    markArrived(message.id);
    changeLists(client, message.address, (list) => withMessage(list, message));
    void client.invalidateQueries({ queryKey: conversationKey(message.address) });
  });
  on<MessageSummary>('message.updated', (message) => {
    changeLists(client, message.address, (list) => withMessage(list, message));
    void client.invalidateQueries({ queryKey: messageKey(message.id) });
    void client.invalidateQueries({ queryKey: conversationKey(message.address) });
    void client.invalidateQueries({ queryKey: ['now'] });
  });
  on<PublicCode>('code.received', (code) => {
    announce(`A new code for ${code.address}`);
    void client.invalidateQueries({ queryKey: ['account-code'] });
    for (const query of client.getQueryCache().findAll({ queryKey: ['now'] })) {
      const newest = query.state.data as PublicCode | null | undefined;
      const wanted = matches(query.queryKey[1] as string | null, code.address) && code.state === 'usable';
      if (wanted && (!newest || newest.receivedAt <= code.receivedAt))
        client.setQueryData(query.queryKey, code);
    }
  });
  on<PublicCode>('code.claimed', (code) => {
    changeLists(client, code.address, (list) => withCode(list, code));
    void client.invalidateQueries({ queryKey: messageKey(code.messageId) });
    void client.invalidateQueries({ queryKey: ['now'] });
    void client.invalidateQueries({ queryKey: ['account-code'] });
  });
}

function changeLists(client: QueryClient, address: string, change: (list: MessageList) => MessageList): void {
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['messages'] })) {
    if (!matches(queryKey[1] as string | null, address)) continue;
    client.setQueryData<MessageList>(queryKey, (list) => list && change(list));
  }
}

/** The newest page joins what is there; when so much came that the two do not meet, the list starts anew. */
async function catchUp(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ['now'] });
  void client.invalidateQueries({ queryKey: ['account-code'] });
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['messages'] })) {
    const list = client.getQueryData<MessageList>(queryKey);
    const page = await fetchMessages(queryKey[1] as string | null, null).catch(() => null);
    if (!list || !page) continue;
    const known = new Set(list.pages.flatMap(({ data }) => data.map(({ id }) => id)));
    const meets = page.data.some(({ id }) => known.has(id)) || known.size === 0;
    client.setQueryData<MessageList>(queryKey, (current) =>
      meets && current
        ? page.data.toReversed().reduce(withMessage, current)
        : { pages: [page], pageParams: [null] },
    );
  }
}
