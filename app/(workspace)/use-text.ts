'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, NoAnswerError } from '#app/(workspace)/api.ts';
import { numbersToSendFrom } from '#app/(workspace)/texts.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

export type Text = { from: string; to: string; text: string };

/** Whether this member may send from this number; false until that is known. */
export function useMaySend(from: string | null): boolean {
  const { data } = useQuery({ queryKey: ['send-from'], queryFn: () => numbersToSendFrom() });
  return from !== null && (data?.includes(from) ?? false);
}

/**
 * Sends a text by the API, once however often the answer gets lost: the key stays the same until it is taken. What
 * becomes of it, the event stream tells.
 */
export function useText() {
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (text: Text) =>
      callApi<MessageSummary>('/messages', {
        method: 'POST',
        headers: { 'Idempotency-Key': key },
        body: JSON.stringify(text),
      }),
    // A refusal is an answer too: what is changed and sent again is another text.
    onSettled: (_, error) => {
      if (!(error instanceof NoAnswerError)) setKey(crypto.randomUUID());
    },
  });
}
