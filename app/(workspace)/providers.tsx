'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ApiError } from '#app/(workspace)/api.ts';
import { ClockProvider } from '#app/(workspace)/clock.tsx';
import { ForwardingProvider } from '#app/(workspace)/forwarding.ts';
import { Live } from '#app/(workspace)/inbox/live.tsx';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { Announcer } from '#app/ui/announcer.tsx';

/** Most never ask for it: loaded when somebody does. */
const ShortcutSheet = dynamic(
  async () => (await import('#app/(workspace)/shortcut-sheet.tsx')).ShortcutSheet,
);

/** What the pages of the workspace share in the browser: the cache, the event stream that keeps it fresh, the clock, the keys. */
export function Providers({
  servedAt,
  forwarding,
  children,
}: {
  servedAt: number;
  forwarding: boolean;
  children: ReactNode;
}) {
  const [client] = useState(makeClient);
  const [sheet, setSheet] = useState(false);
  const router = useRouter();
  useShortcuts({
    '?': () => setSheet(true),
    'g i': () => router.push('/inbox'),
    'g t': () => router.push('/accounts'),
    'g a': () => router.push('/addresses'),
    'g s': () => router.push('/settings'),
  });
  return (
    <QueryClientProvider client={client}>
      <ClockProvider servedAt={servedAt}>
        <ForwardingProvider value={forwarding}>
          <Live>{children}</Live>
        </ForwardingProvider>
        {sheet && <ShortcutSheet open={sheet} onOpenChange={setSheet} />}
        <Announcer />
      </ClockProvider>
    </QueryClientProvider>
  );
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream says what has changed; asking again at every focus would only repeat it.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}
