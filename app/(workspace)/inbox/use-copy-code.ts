'use client';
import { recordCopied } from '#app/(workspace)/inbox/actions.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { type CopyState, useCopy } from '#app/ui/use-copy.ts';

/**
 * Copies a code, of a message or of no message. Whoever has its code has read the message, also without opening it;
 * that they copied it goes into the activity. That it could not be told takes the code from nobody's hands.
 */
export function useCopyCode(
  messageId: string | null,
  code: string,
  codeId?: string,
): [CopyState, () => void] {
  const [state, copy] = useCopy(code, () => {
    if (codeId) void recordCopied(codeId).catch(() => {});
  });
  const marks = useMarks();
  return [
    state,
    () => {
      copy();
      if (messageId) marks.read(messageId);
    },
  ];
}
