'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, callApi } from '#app/(workspace)/api.ts';
import { withCode } from '#app/(workspace)/inbox/feed.ts';
import { type MessageList, messageKey } from '#app/(workspace)/inbox/queries.ts';
import { noteMine, noteNotMine } from '#app/(workspace)/inbox/taken.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import { announce } from '#app/ui/announcer.tsx';
import type { PublicCode } from '#lib/codes/present.ts';

/** "Take it": nobody else, and no program, gets this code any more. Every screen shows it at once. */
export function useClaim(codeId: string) {
  const client = useQueryClient();
  const marks = useMarks();
  return useMutation({
    mutationFn: () => callApi<PublicCode>(`/codes/${codeId}/claim`, { method: 'POST' }),
    onMutate: () => noteMine(codeId),
    onError: (error) => {
      noteNotMine(codeId, isTaken(error));
      if (isTaken(error)) announce(error.message);
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

/** Another was faster. */
export function isTaken(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 409;
}
