'use client';
import { useTick } from '#app/(workspace)/clock.tsx';
import { leftUntil } from '#app/ages.ts';

/** From here on a code is near its end, and a line shows how it runs out. */
const NEAR_MS = 120_000;

/** How long a code can still be used: in words, and at the end as a line across the card that runs out. */
export function Expiry({ end }: { end: string }) {
  const left = useTick((now) => leftUntil(end, now));
  const near = useTick((now) =>
    Math.max(0, Math.min(100, Math.round(((Date.parse(end) - now) / NEAR_MS) * 100))),
  );
  return (
    <>
      <p className={near < 100 ? 'text-amber' : 'text-ink-3'}>Expires in {left}</p>
      {near < 100 && (
        <span
          aria-hidden
          className="absolute bottom-0 left-0 h-0.5 bg-amber transition-[width] duration-1000 ease-linear"
          style={{ width: `${near}%` }}
        />
      )}
    </>
  );
}
