'use client';
import { useLinkStatus } from 'next/link';

/**
 * Part of a link that says that its page is being fetched: a line at its edge, for whose place there is room. Not before a
 * tenth of a second, since most pages are there by then, and a line that flashes says nothing.
 * @param edge where it stands and how long it is
 */
export function Opening({ edge }: { edge: string }) {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      data-opening={pending || undefined}
      className={`absolute rounded-full bg-accent opacity-0 data-opening:opacity-100 data-opening:transition-opacity data-opening:delay-100 ${edge}`}
    />
  );
}
