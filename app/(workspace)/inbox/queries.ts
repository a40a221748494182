'use client';
import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { callApi } from '#app/(workspace)/api.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** A screen shows about 20 rows: enough for two and a half before the next page is asked for. */
const PAGE = 50;

export type MessagePage = { data: MessageSummary[]; nextCursor: string | null };
export type MessageList = InfiniteData<MessagePage, string | null>;
/** Only this address; null: all that the member may see. */
export type AddressFilter = string | null;

const messagesKey = (address: AddressFilter) => ['messages', address] as const;
const nowKey = (address: AddressFilter) => ['now', address] as const;
export const conversationKey = (address: string) => ['conversation', address] as const;
export const messageKey = (id: string) => ['message', id] as const;

export function fetchMessages(address: AddressFilter, cursor: string | null, signal?: AbortSignal) {
  return callApi<MessagePage>(`/messages?${query({ limit: String(PAGE), address, cursor })}`, { signal });
}

/** The list, newest first. `first` is the page that the server has read already; the event stream keeps it fresh. */
export function useMessages(address: AddressFilter, first: MessagePage, servedAt: number) {
  return useInfiniteQuery({
    queryKey: messagesKey(address),
    queryFn: ({ pageParam, signal }) => fetchMessages(address, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MessagePage) => page.nextCursor,
    initialData: { pages: [first], pageParams: [null] },
    initialDataUpdatedAt: servedAt,
  });
}

/** The newest code that can still be used, of what the member is looking at. */
export function useNow(address: AddressFilter, first: PublicCode | null, servedAt: number) {
  return useQuery({
    queryKey: nowKey(address),
    queryFn: async ({ signal }) => {
      const path = `/codes?${query({ state: 'usable', limit: '1', address })}`;
      return (await callApi<{ data: PublicCode[] }>(path, { signal })).data[0] ?? null;
    },
    initialData: first,
    initialDataUpdatedAt: servedAt,
  });
}

export function useMessage(id: string, first: PublicMessage | null) {
  return useQuery({
    queryKey: messageKey(id),
    queryFn: ({ signal }) => callApi<PublicMessage>(`/messages/${encodeURIComponent(id)}`, { signal }),
    initialData: first?.id === id ? first : undefined,
  });
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

function query(parameters: Record<string, string | null>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given).toString();
}
