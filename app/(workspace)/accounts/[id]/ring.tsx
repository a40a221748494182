/** A code of an authenticator is usually valid for so long; the ring of one that is valid for longer stays full at first. */
const FULL_SECONDS = 30;
/** From here on it is hardly worth typing. */
const NEAR_SECONDS = 5;
const RADIUS = 6;
const LENGTH = 2 * Math.PI * RADIUS;

/** How much of its time a code still has, for the eye; the seconds stand beside it. */
export function Ring({ seconds }: { seconds: number }) {
  const gone = 1 - Math.min(1, seconds / FULL_SECONDS);
  return (
    <svg aria-hidden="true" width={16} height={16} viewBox="0 0 16 16" className="-rotate-90 shrink-0">
      <circle cx="8" cy="8" r={RADIUS} strokeWidth="2" className="fill-none stroke-line" />
      <circle
        cx="8"
        cy="8"
        r={RADIUS}
        strokeWidth="2"
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * gone}
        className={`fill-none transition-[stroke-dashoffset] duration-1000 ease-linear motion-reduce:transition-none ${seconds <= NEAR_SECONDS ? 'stroke-amber' : 'stroke-accent'}`}
      />
    </svg>
  );
}
