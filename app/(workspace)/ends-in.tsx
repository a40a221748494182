'use client';
import { useTick } from '#app/(workspace)/clock.tsx';
import { leftUntil } from '#app/ages.ts';

/** "expires in 29 days", kept true while the page is open. */
export function EndsIn({ at, soon, over }: { at: string; soon: string; over: string }) {
  const words = useTick((now) => (Date.parse(at) > now ? `${soon} ${leftUntil(at, now)}` : over));
  return <time dateTime={at}>{words}</time>;
}
