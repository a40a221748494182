'use client';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { type CopyState, useCopy } from '#app/ui/use-copy.ts';

/** Copies a code, of a message or of no message. Whoever has its code has read the message, also without opening it. */
export function useCopyCode(messageId: string | null, code: string): [CopyState, () => void] {
  const [state, copy] = useCopy(code);
  const marks = useMarks();
  return [
    state,
    () => {
      copy();
      if (messageId) marks.read(messageId);
    },
  ];
}
