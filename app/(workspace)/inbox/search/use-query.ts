'use client';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type ParsedQuery, parseQuery } from '#app/(workspace)/inbox/search/parse-query.ts';

export type InboxQuery = ParsedQuery & {
  /** As it was typed. */
  text: string;
  accountId: string | null;
  /** Something was typed or chosen: what is listed is not just the inbox. */
  searching: boolean;
  change: (change: { q?: string; account?: string }) => void;
};

/** What is looked for. It lives in the URL: reloaded, shared or gone back to, the list is the same. */
export function useQuery(address: string | null): InboxQuery {
  const parameters = useSearchParams();
  const text = parameters.get('q') ?? '';
  const accountId = parameters.get('account');
  // Anew only when the text is: "2h ago" must not be another moment at each render.
  const parsed = useMemo(() => parseQuery(text, new Date()), [text]);
  const filter = useMemo(
    () => ({
      ...parsed.parameters,
      ...(address && { address }),
      ...(accountId && { accountId }),
    }),
    [parsed, address, accountId],
  );
  return { ...parsed, parameters: filter, text, accountId, searching: text.trim() !== '', change };
}

/** Without a step of history for each letter, and without asking the server for the page. */
function change(wanted: { q?: string; account?: string }): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(wanted)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  window.history.replaceState(null, '', `${url.pathname}${url.search}`);
}
