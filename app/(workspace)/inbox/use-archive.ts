'use client';
import { useState } from 'react';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import type { Selection } from '#app/(workspace)/inbox/use-selection.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/** `e` archives what is selected, `u` makes it unread, `z` takes the last archiving back. */
export function useArchive(messages: MessageSummary[], selection: Selection) {
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
  const selected = messages.find(({ id }) => id === selection.selected);
  useShortcuts({
    e: () => selected && archive(selected),
    u: () => {
      if (!selected) return;
      marks.read(selected.id, selected.unread === true);
      announce(selected.unread ? 'Read' : 'Unread');
    },
    z: undo,
  });
  return { archive, undo, last, forget: () => setLast(null) };
}
