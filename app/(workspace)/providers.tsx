'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '#app/(workspace)/api.ts';
import { ClockProvider } from '#app/(workspace)/clock.tsx';
import { ForwardingProvider } from '#app/(workspace)/forwarding.ts';
import { Live } from '#app/(workspace)/inbox/live.tsx';
import { KeyboardDialogs } from '#app/(workspace)/keyboard-dialogs.tsx';
import { OpeningProvider } from '#app/(workspace)/opening.tsx';
import { PreferencesProvider } from '#app/(workspace)/preferences.tsx';
import { Announcer } from '#app/ui/announcer.tsx';
import type { Preferences } from '#lib/access/preferences.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';

/** What the pages of the workspace share in the browser: the cache, the event stream that keeps it fresh, the clock, the keys. */
export function Providers({
  servedAt,
  preferences,
  addresses,
  administrator,
  forwarding,
  children,
}: {
  servedAt: number;
  preferences: Preferences;
  addresses: PublicAddress[];
  administrator: boolean;
  forwarding: boolean;
  children: ReactNode;
}) {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <ClockProvider servedAt={servedAt}>
        <PreferencesProvider preferences={preferences}>
          <OpeningProvider>
            <ForwardingProvider value={forwarding}>
              <Live>{children}</Live>
            </ForwardingProvider>
            <KeyboardDialogs addresses={addresses} administrator={administrator} />
          </OpeningProvider>
          <Announcer />
        </PreferencesProvider>
      </ClockProvider>
    </QueryClientProvider>
  );
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Tried whatever the browser says of its network, as the event stream is: Mailroom may be on this very machine. And
      // what is pressed without a connection fails at once, rather than being done when nobody expects it any more.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        // The event stream says what has changed; asking again at every focus would only repeat it.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}
