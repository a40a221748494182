'use client';
import { CloudOff } from 'lucide-react';
import { useOfflineSince } from '#app/(workspace)/inbox/live.tsx';

/** Honest about what is on the screen while nothing new can come in. */
export function OfflineLine() {
  const since = useOfflineSince();
  if (since === null) return null;
  const time = new Date(since).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (
    <p role="status" className="flex shrink-0 items-center gap-2 bg-amber-soft px-4 py-2 text-amber">
      <CloudOff aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
      No connection to Mailroom. What you see is from {time}; newer codes may be waiting.
    </p>
  );
}
