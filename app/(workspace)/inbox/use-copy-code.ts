'use client';
import { type RefObject, useRef } from 'react';
import { recordCopied } from '#app/(workspace)/inbox/actions.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { type CopyState, useCopy } from '#app/ui/use-copy.ts';

/** Where the browser does not let a page copy, the code is selected, and stands ready for the member's own keys or finger. */
export const COPY_BY_HAND = 'Your browser did not let Mailroom copy. The code is selected: copy it by hand.';

/**
 * Copies a code, of a message or of no message. Whoever has its code has read the message, also without opening it;
 * that they copied it goes into the activity. That it could not be told takes the code from nobody's hands.
 * @returns the last: for the element that shows the code, and nothing else
 */
export function useCopyCode(
  messageId: string | null,
  code: string,
  codeId?: string,
): [CopyState, () => void, RefObject<HTMLSpanElement | null>] {
  const marks = useMarks();
  const shown = useRef<HTMLSpanElement>(null);
  const [state, copy] = useCopy(code, {
    copied: () => {
      if (codeId) void recordCopied(codeId).catch(() => {});
      if (messageId) marks.read(messageId);
    },
    failed: () => {
      if (shown.current) window.getSelection()?.selectAllChildren(shown.current);
    },
  });
  return [state, copy, shown];
}
