'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageKey } from '#app/(workspace)/inbox/queries.ts';
import { titleOf } from '#app/(workspace)/inbox/states.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import type { Selection } from '#app/(workspace)/inbox/use-selection.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/** `e` archives what is selected, `u` makes it unread, `z` takes the last archiving back. */
export function useArchive(messages: MessageSummary[], selection: Selection) {
  const client = useQueryClient();
  const marks = useMarks();
  const [last, setLast] = useState<MessageSummary | null>(null);

  const archive = (message: MessageSummary) => {
    const archived = !message.archived;
    if (archived) selection.leave(message.id);
    marks.archive(message, archived);
    setLast(archived ? message : null);
    announce(archived ? 'Archived' : 'Back in the inbox');
  };
  const undo = () => {
    if (!last) return;
    marks.archive(last, false);
    setLast(null);
    announce('Back in the inbox');
  };
  /** Also one that a link has opened, and that stands further down than the list has been read. */
  const selected = (): MessageSummary | undefined =>
    messages.find(({ id }) => id === selection.selected) ??
    client.getQueryData(messageKey(selection.openId ?? ''));
  const toggleArchived = () => {
    const message = selected();
    if (message) archive(message);
  };
  const toggleRead = () => {
    const message = selected();
    if (!message) return;
    marks.read(message.id, message.unread === true);
    announce(message.unread ? 'Read' : 'Unread');
  };
  useShortcuts({ e: toggleArchived, u: toggleRead, z: undo });
  useOffers(() => {
    const message = selected();
    if (!message) return [];
    const { archived, unread } = message;
    const about = { group: 'This message', note: titleOf(message) } as const;
    return [
      {
        ...{ id: 'archive', ...about, keys: 'e', run: toggleArchived },
        name: archived ? 'Put back into the inbox' : 'Archive',
      },
      {
        id: 'unread',
        ...about,
        keys: 'u',
        name: unread ? 'Mark as read' : 'Mark as unread',
        run: toggleRead,
      },
    ];
  });
  return { archive, undo, last, forget: () => setLast(null) };
}
