'use client';
import { useInBrowser, useTick } from '#app/(workspace)/clock.tsx';
import { ageOf, momentOf, timeOf } from '#app/ages.ts';

/** "12 s", "4 min", then a time, in the member's own way of writing it. */
export function Age({ at, ago = false, className = '' }: { at: string; ago?: boolean; className?: string }) {
  const inBrowser = useInBrowser();
  return (
    <time dateTime={at} className={className} title={inBrowser ? momentOf(at) : undefined}>
      {useAge(at, ago)}
    </time>
  );
}

/** The same for what shows it in a way of its own. */
export function useAge(at: string, ago = false): string {
  const inBrowser = useInBrowser();
  const age = useTick((now) => ageOf(at, now));
  // A time of the day is the member's, and only their browser knows it.
  const words = (ago && age ? inSentence(age) : age) ?? (inBrowser ? timeOf(at, new Date()) : '');
  return words || '\u00a0';
}

/** "last used 12 s ago". */
function inSentence(age: string): string {
  return age === 'now' ? 'just now' : `${age} ago`;
}
