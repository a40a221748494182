'use client';
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi, callInbox } from '#app/(workspace)/api.ts';
import type { MessageParameters } from '#app/(workspace)/inbox/search/parse-query.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** A screen shows about 20 rows: enough for two and a half before the next page is asked for. */
const PAGE = 50;

export type MessagePage = { data: MessageSummary[]; nextCursor: string | null };
export type MessageList = InfiniteData<MessagePage, string | null>;
/** Whose codes are looked at: of one address, of one account, or all that the member may see. */
export type Place = Pick<MessageParameters, 'address' | 'accountId'>;

const messagesKey = (parameters: MessageParameters) => ['messages', parameters] as const;
const nowKey = (place: Place) => ['now', place] as const;
export const conversationKey = (address: string) => ['conversation', address] as const;
export const messageKey = (id: string) => ['message', id] as const;
export const UNREAD_KEY = ['unread'] as const;

export function fetchMessages(parameters: MessageParameters, cursor: string | null, signal?: AbortSignal) {
  return callApi<MessagePage>(`/messages?${query({ ...parameters, limit: String(PAGE), cursor })}`, {
    signal,
  });
}

/**
 * The list, newest first; the event stream keeps it fresh. `first` is the page that the server has read
 * already, when this is what it was asked for. While another list is fetched, the last one stays.
 */
export function useMessages(parameters: MessageParameters, first: MessagePage | null, servedAt: number) {
  return useInfiniteQuery({
    queryKey: messagesKey(parameters),
    queryFn: ({ pageParam, signal }) => fetchMessages(parameters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MessagePage) => page.nextCursor,
    placeholderData: keepPreviousData,
    ...(first && { initialData: { pages: [first], pageParams: [null] }, initialDataUpdatedAt: servedAt }),
  });
}

/** The newest code that can still be used, of what the member is looking at. */
export function useNow(place: Place, first: PublicCode | null | undefined, servedAt: number) {
  return useQuery({
    queryKey: nowKey(place),
    queryFn: async ({ signal }) => {
      const path = `/codes?${query({ ...place, state: 'usable', limit: '1' })}`;
      return (await callApi<{ data: PublicCode[] }>(path, { signal })).data[0] ?? null;
    },
    initialData: first,
    initialDataUpdatedAt: servedAt,
  });
}

/** @param known what the list has of it, which is shown until the rest has come: the code is in it */
export function useMessage(id: string, first: PublicMessage | null, known?: MessageSummary) {
  return useQuery({
    queryKey: messageKey(id),
    queryFn: ({ signal }) => callApi<PublicMessage>(`/messages/${encodeURIComponent(id)}`, { signal }),
    initialData: first?.id === id ? first : undefined,
    placeholderData: known && withoutTheRest(known),
  });
}

/** What a list knows of a message, in the form of the whole. */
export function withoutTheRest(known: MessageSummary): PublicMessage {
  return {
    ...known,
    ...{ text: null, html: null, headers: [], links: [], attachments: [], notes: [] },
    authentication: { ...known.authentication, arc: null },
    codes: known.codes.map((code) => ({ ...code, context: '', confidence: 1 })),
  };
}

/** The texts of one of our numbers with one other, newest first. */
export function useConversation(address: string, other: string | null) {
  return useQuery({
    queryKey: [...conversationKey(address), other],
    queryFn: async ({ signal }) => {
      const path = `/messages?${query({ limit: String(PAGE), address, with: other })}`;
      return (await callApi<MessagePage>(path, { signal })).data;
    },
    enabled: other !== null,
  });
}

/** How many messages the member has not read. What they read on another device is noticed when they come back to this one. */
export function useUnread(first: number) {
  return useQuery({
    queryKey: UNREAD_KEY,
    queryFn: async ({ signal }) => (await callInbox<{ count: number }>('/unread', { signal })).count,
    initialData: first,
    staleTime: 0,
    refetchOnMount: false,
    refetchOnWindowFocus: true,
  });
}

function query(parameters: Record<string, string | null | undefined>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new URLSearchParams(given).toString();
}
