'use client';
import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useEffect } from 'react';
import { callInbox } from '#app/(workspace)/api.ts';

/** A third of the time after which lib/messages/viewers.ts takes a page for closed. */
const EVERY_MS = 5_000;

/** Who else has the message open at this moment: perhaps they are about to use the code. */
export function Viewers({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['viewers', id],
    queryFn: ({ signal }) => callInbox<{ names: string[] }>(`/viewers/${id}`, { method: 'POST', signal }),
    refetchInterval: EVERY_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  useEffect(
    () => () => {
      // Unheard, it runs out by itself.
      callInbox(`/viewers/${id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
    },
    [id],
  );
  const names = data?.names ?? [];
  if (names.length === 0) return null;
  return (
    <p role="status" className="mx-6 mb-3 flex items-center gap-2 text-ink-2 text-small max-md:mx-4">
      <Eye aria-hidden size={14} strokeWidth={1.5} className="shrink-0" />
      {new Intl.ListFormat('en').format(names)} {names.length === 1 ? 'is' : 'are'} looking at this message
      now
    </p>
  );
}
