'use client';
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { callApi } from '#app/(workspace)/api.ts';
import { markArrived } from '#app/(workspace)/inbox/arrivals.ts';
import { belongs, withChanged, withCode, withMessage } from '#app/(workspace)/inbox/feed.ts';
import { asMarked } from '#app/(workspace)/inbox/own-marks.ts';
import {
  conversationKey,
  fetchMessages,
  type MessageList,
  messageKey,
  type Place,
  UNREAD_KEY,
} from '#app/(workspace)/inbox/queries.ts';
import type { MessageParameters } from '#app/(workspace)/inbox/search/parse-query.ts';
import { noteTaken } from '#app/(workspace)/inbox/taken.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/** A restart of the server is over by then: shorter breaks are not worth a word. */
const SAY_OFFLINE_AFTER_MS = 3_000;
/** How long to wait before a stream that the server refused is tried again. */
const RETRY_MS = 1_000;
/** The server gives a sign of life every 15 seconds: a connection that is silent for longer is dead, whatever it looks like. */
const SILENT_AFTER_MS = 20_000;

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
  let silence: ReturnType<typeof setTimeout> | undefined;
  let heardAt = Date.now();

  const heard = () => {
    heardAt = Date.now();
    expectMore();
  };
  const expectMore = () => {
    clearTimeout(silence);
    silence = setTimeout(openAnew, SILENT_AFTER_MS);
  };
  const lost = (since: number) => {
    notice ??= setTimeout(() => setOfflineSince(since), SAY_OFFLINE_AFTER_MS);
  };
  const open = () => {
    stream = new EventSource('/api/v1/events');
    subscribe(stream, client, heard);
    // Also one that never opens, since its packets get lost, is tried anew.
    expectMore();
    stream.onopen = () => {
      heard();
      clearTimeout(notice);
      notice = undefined;
      setOfflineSince(null);
      // A stream opened anew begins now: what came since the page was read, or the last stream ended, is fetched.
      // One that the browser resumes by itself has no gap, and finds nothing new.
      void catchUp(client);
    };
    stream.onerror = () => {
      lost(Date.now());
      if (stream?.readyState !== EventSource.CLOSED) return;
      // The server refused: the browser does not try again by itself. A call of the API tells whether the session has ended.
      void callApi('/messages?limit=1').catch(() => {});
      retry = setTimeout(open, RETRY_MS);
    };
  };
  const openAnew = () => {
    clearTimeout(retry);
    stream?.close();
    lost(heardAt);
    open();
  };
  open();
  // The browser says so at once, and may be wrong: a Mailroom on this very machine still answers. So it is asked.
  window.addEventListener('offline', openAnew);
  window.addEventListener('online', openAnew);
  return () => {
    window.removeEventListener('offline', openAnew);
    window.removeEventListener('online', openAnew);
    clearTimeout(retry);
    clearTimeout(silence);
    clearTimeout(notice);
    stream?.close();
  };
}

function subscribe(stream: EventSource, client: QueryClient, heard: () => void): void {
  const on = <T,>(event: string, act: (data: T) => void) =>
    stream.addEventListener(event, (message: MessageEvent<string>) => {
      heard();
      act(JSON.parse(message.data) as T);
    });

  on('quiet', () => {});
  on<MessageSummary>('message.received', (message) => {
    markArrived(message.id);
    if (message.unread)
      client.setQueryData<number>(UNREAD_KEY, (count) => (count === undefined ? count : count + 1));
    takeIn(client, message, true);
    void askAnew(client, conversationKey(message.address));
  });
  on<MessageSummary>('message.updated', (message) => {
    takeIn(client, message, false);
    void client.invalidateQueries({ queryKey: messageKey(message.id) });
    void askAnew(client, conversationKey(message.address));
    void client.invalidateQueries({ queryKey: ['now'] });
  });
  on<PublicCode>('code.received', (code) => {
    announce(`A new code for ${code.address}`);
    void client.invalidateQueries({ queryKey: ['account-code'] });
    for (const query of client.getQueryCache().findAll({ queryKey: ['now'] })) {
      const newest = query.state.data as PublicCode | null | undefined;
      const { address, accountId } = query.queryKey[1] as Place;
      if (code.state !== 'usable' || (address && address !== code.address)) continue;
      // Which addresses are an account's, the server knows.
      if (accountId) void client.invalidateQueries({ queryKey: query.queryKey });
      else if (!newest || newest.receivedAt <= code.receivedAt) client.setQueryData(query.queryKey, code);
    }
  });
  on<PublicCode>('code.claimed', (code) => {
    noteTaken(code.id, code.claimedBy);
    noteChange(code.messageId);
    client.setQueriesData<MessageList>({ queryKey: ['messages'] }, (list) => list && withCode(list, code));
    void client.invalidateQueries({ queryKey: messageKey(code.messageId) });
    void client.invalidateQueries({ queryKey: ['now'] });
    void client.invalidateQueries({ queryKey: ['account-code'] });
  });
}

/** Also where the first answer is still on its way, which may be as it was before: invalidating alone would wait for that one. */
async function askAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}

/** What an event says of a message, in every list that it belongs to. */
function takeIn(client: QueryClient, message: MessageSummary, isNew: boolean): void {
  noteChange(message.id);
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['messages'] })) {
    const fits = belongs(queryKey[1] as MessageParameters, message);
    // One that is being fetched for the first time may be answered as it was before this message.
    const isLoading = client.getQueryData(queryKey) === undefined;
    if (isNew && (fits === 'unknown' || (fits === 'yes' && isLoading))) void refreshHead(client, queryKey);
    client.setQueryData<MessageList>(queryKey, (list) => {
      if (!list || fits === 'no') return list;
      return fits === 'yes' ? withMessage(list, message) : withChanged(list, message);
    });
  }
}

async function catchUp(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ['now'] });
  void client.invalidateQueries({ queryKey: ['account-code'] });
  void client.invalidateQueries({ queryKey: ['message'] });
  void client.invalidateQueries({ queryKey: ['conversation'] });
  void client.invalidateQueries({ queryKey: UNREAD_KEY });
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['messages'] }))
    await refreshHead(client, queryKey);
}

/** For each page that is being fetched, the messages of which something was told meanwhile. */
const toldMeanwhile = new Set<Set<string>>();

function noteChange(messageId: string): void {
  for (const told of toldMeanwhile) told.add(messageId);
}

/** The newest page joins what is there; when so much came that the two do not meet, the list starts anew. */
async function refreshHead(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const list = client.getQueryData<MessageList>(queryKey);
  // Its first answer would come later than ours, and be older.
  if (!list) await client.cancelQueries({ queryKey, exact: true });
  const parameters = queryKey[1] as MessageParameters;
  const askedAt = performance.now();
  const told = new Set<string>();
  toldMeanwhile.add(told);
  const page = await fetchMessages(parameters, null).catch(() => null);
  toldMeanwhile.delete(told);
  if (!page) return list ? undefined : client.refetchQueries({ queryKey, exact: true });
  const known = new Set(list?.pages.flatMap(({ data }) => data.map(({ id }) => id)));
  const data = asMarked(page.data, askedAt).filter((each) => belongs(parameters, each) !== 'no');
  const meets = page.data.some(({ id }) => known.has(id)) || known.size === 0;
  client.setQueryData<MessageList>(queryKey, (current) =>
    meets && current
      ? // The answer may be older than what was told: a code that was taken meanwhile would be free again.
        data
          .filter(({ id }) => !(told.has(id) && has(current, id)))
          .toReversed()
          .reduce(withMessage, current)
      : { pages: [{ ...page, data }], pageParams: [null] },
  );
}

function has({ pages }: MessageList, id: string): boolean {
  return pages.some(({ data }) => data.some((message) => message.id === id));
}
