'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '#app/(workspace)/api.ts';
import { withCode } from '#app/(workspace)/inbox/feed.ts';
import { type MessageList, messageKey } from '#app/(workspace)/inbox/queries.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { PublicCode } from '#lib/codes/present.ts';

/** What the member has taken since the page was opened, so that their own codes do not vanish from under their hand. */
const mine = new Set<string>();
export const isMine = (codeId: string) => mine.has(codeId);

/** "Take it": nobody else, and no program, gets this code any more. Every screen shows it at once. */
export function useClaim(codeId: string) {
  const client = useQueryClient();
  const marks = useMarks();
  return useMutation({
    mutationFn: () => callApi<PublicCode>(`/codes/${codeId}/claim`, { method: 'POST' }),
    onMutate: () => {
      mine.add(codeId);
    },
    onError: () => {
      mine.delete(codeId);
    },
    onSuccess: (code) => {
      announce('Taken by you');
      marks.read(code.messageId);
      client.setQueriesData<MessageList>({ queryKey: ['messages'] }, (list) => list && withCode(list, code));
    },
    // After a refusal too: somebody else has it, and the screen should say so.
    onSettled: (code) => {
      void client.invalidateQueries({ queryKey: ['now'] });
      void client.invalidateQueries({ queryKey: code ? messageKey(code.messageId) : ['message'] });
    },
  });
}
