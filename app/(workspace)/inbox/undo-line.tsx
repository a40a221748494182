'use client';
import { useEffect } from 'react';
import { Button } from '#app/ui/button.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/** Long enough to see that it was the wrong one. */
const SHOWN_MS = 10_000;

/** What has just been archived, below the list, and the way back. */
export function UndoLine({
  last,
  undo,
  forget,
}: {
  last: MessageSummary;
  undo: () => void;
  forget: () => void;
}) {
  const { id } = last;
  // biome-ignore lint/correctness/useExhaustiveDependencies: its time begins anew with each message, not with each render.
  useEffect(() => {
    const timer = setTimeout(forget, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <div className="flex h-11 shrink-0 items-center justify-between gap-2 border-line border-t bg-raised pr-2 pl-4">
      <p className="min-w-0 truncate">Archived: {last.subject || 'No subject'}</p>
      <Button look="quiet" onClick={undo} aria-keyshortcuts="z">
        Undo <KeyHint keys="z" />
      </Button>
    </div>
  );
}
