'use client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { archive, markMessageRead } from '#app/(workspace)/inbox/actions.ts';
import { belongs, withMark, withMessage, without } from '#app/(workspace)/inbox/feed.ts';
import { rememberArchived } from '#app/(workspace)/inbox/own-marks.ts';
import { type MessageList, messageKey, UNREAD_KEY } from '#app/(workspace)/inbox/queries.ts';
import type { MessageParameters } from '#app/(workspace)/inbox/search/parse-query.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** What a member does with messages for themselves alone. Shown at once; unsaved, it is undone at the next visit: no harm. */
export function useMarks() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      read: (id: string, read = true) => {
        markEverywhere(client, id, { unread: !read });
        void save(client, () => markMessageRead(id, read));
      },
      archive: (message: MessageSummary, archived = true) => {
        markEverywhere(client, message.id, { archived });
        for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ['messages'] })) {
          const fits = belongs(queryKey[1] as MessageParameters, { ...message, archived });
          client.setQueryData<MessageList>(queryKey, (list) => {
            if (!list || fits === 'unknown') return list;
            return fits === 'no' ? without(list, message.id) : withMessage(list, { ...message, archived });
          });
        }
        const known = rememberArchived(message.id, archived);
        void save(client, () => archive(message.id, archived)).finally(known);
      },
    }),
    [client],
  );
}

function markEverywhere(
  client: QueryClient,
  id: string,
  mark: Pick<MessageSummary, 'unread' | 'archived'>,
): void {
  client.setQueriesData<MessageList>({ queryKey: ['messages'] }, (list) => list && withMark(list, id, mark));
  client.setQueryData<PublicMessage>(messageKey(id), (message) => message && { ...message, ...mark });
}

async function save(client: QueryClient, act: () => Promise<void>): Promise<void> {
  await act().catch(() => {});
  await client.invalidateQueries({ queryKey: UNREAD_KEY });
}
