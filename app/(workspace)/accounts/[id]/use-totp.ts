'use client';
import { type Query, useQuery } from '@tanstack/react-query';
import { callApiAt } from '#app/(workspace)/api.ts';
import { now, useTick } from '#app/(workspace)/clock.tsx';

type Totp = { code: string; validUntil: string; nextCode: string };
/** `endsAt`: when its time is over, by the clock of the page. */
type ShownTotp = Pick<Totp, 'code' | 'nextCode'> & { endsAt: number };

/** The shortest time for which a code is valid (lib/accounts/totp.ts): so long the next one surely holds. */
const SHORTEST_PERIOD_MS = 10_000;
/** So that the server's clock is past the end too: what it tells of it is right to half a second. */
const AFTER_MS = 700;
const RETRY_MS = 5_000;

/**
 * The code of now. It is asked for again when its time is over, and never while nobody looks at the page: each
 * reading is recorded. In the moment between, the next code is shown, which the last answer told.
 */
export function useTotp(id: string): {
  code: string;
  nextCode: string;
  secondsLeft: number;
  mistake: string | null;
} {
  const { data, error } = useQuery({
    queryKey: ['totp', id],
    queryFn: ({ signal }) => fetchTotp(id, signal),
    refetchInterval: untilItIsOver,
    refetchOnWindowFocus: ({ state }) => !state.data || state.data.endsAt <= now(),
    // No code stays in the browser's memory longer than on the screen.
    gcTime: 0,
  });
  const left = useTick((time) => Math.ceil(((data?.endsAt ?? time) - time) / 1_000));
  const isOver = left * 1_000 <= -SHORTEST_PERIOD_MS;
  const code = !data || isOver ? '' : left > 0 ? data.code : data.nextCode;
  return {
    code,
    nextCode: data?.nextCode ?? '',
    secondsLeft: Math.max(0, left),
    mistake: error && !code ? error.message : null,
  };
}

/** How long a code is still valid the server knows; the device's clock may be wrong. */
async function fetchTotp(id: string, signal: AbortSignal): Promise<ShownTotp> {
  const { data, answeredAt } = await callApiAt<Totp>(`/accounts/${id}/totp`, { signal });
  const { code, nextCode, validUntil } = data;
  return { code, nextCode, endsAt: now() + Date.parse(validUntil) - answeredAt };
}

function untilItIsOver({ state }: Query<ShownTotp>): number {
  if (!state.data || state.status === 'error') return RETRY_MS;
  return Math.max(0, state.data.endsAt - now()) + AFTER_MS;
}
