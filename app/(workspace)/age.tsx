'use client';
import { useInBrowser, useTick } from '#app/(workspace)/clock.tsx';
import { ageOf, momentOf, timeOf } from '#app/ages.ts';

/** "12 s", "4 min", then a time, in the member's own way of writing it. */
export function Age({ at, ago = false, className = '' }: { at: string; ago?: boolean; className?: string }) {
  const { words, moment } = useAge(at, ago);
  return (
    <time dateTime={at} className={className} title={moment}>
      {words}
    </time>
  );
}

/** The same for what shows it in more than one place. */
export function useAge(at: string, ago = false): { words: string; moment: string | undefined } {
  const inBrowser = useInBrowser();
  const age = useTick((now) => ageOf(at, now));
  // A time of the day is the member's, and only their browser knows it.
  const words = (ago && age ? inSentence(age) : age) ?? (inBrowser ? timeOf(at, new Date()) : '');
  return { words: words || '\u00a0', moment: inBrowser ? momentOf(at) : undefined };
}

/** "last used 12 s ago". */
function inSentence(age: string): string {
  return age === 'now' ? 'just now' : `${age} ago`;
}
