'use client';
import { type Query, useQuery } from '@tanstack/react-query';
import { callApi } from '#app/(workspace)/api.ts';
import { now, useTick } from '#app/(workspace)/clock.tsx';

type Totp = { code: string; validUntil: string; nextCode: string };

/** The shortest time for which a code is valid (lib/accounts/totp.ts): so long the next one surely holds. */
const SHORTEST_PERIOD_MS = 10_000;
/** So that the server's clock is past it too. */
const AFTER_MS = 100;
const RETRY_MS = 5_000;

/**
 * The code of now. It is asked for again when its time is over, and never while nobody looks at the page: each
 * reading is recorded. In the moment between, the next code is shown, which the last answer told.
 */
export function useTotp(id: string): Totp & { mistake: string | null } {
  const { data, error } = useQuery({
    queryKey: ['totp', id],
    queryFn: ({ signal }) => callApi<Totp>(`/accounts/${id}/totp`, { signal }),
    refetchInterval: untilItIsOver,
    refetchOnWindowFocus: (query) => untilItIsOver(query) === AFTER_MS,
    // No code stays in the browser's memory longer than on the screen.
    gcTime: 0,
  });
  const which = useTick((time) => (data ? whichAt(data, time) : null));
  const code = which === 'now' ? data?.code : which === 'next' ? data?.nextCode : undefined;
  return {
    code: code ?? '',
    nextCode: data?.nextCode ?? '',
    validUntil: data?.validUntil ?? '',
    mistake: error && !code ? error.message : null,
  };
}

function whichAt({ validUntil }: Totp, time: number): 'now' | 'next' | null {
  const over = time - Date.parse(validUntil);
  if (over < 0) return 'now';
  return over < SHORTEST_PERIOD_MS ? 'next' : null;
}

function untilItIsOver({ state }: Query<Totp>): number {
  if (!state.data) return RETRY_MS;
  return Math.max(0, Date.parse(state.data.validUntil) - now()) + AFTER_MS;
}
