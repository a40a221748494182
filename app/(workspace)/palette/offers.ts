'use client';
import { useEffect, useRef } from 'react';
import type { Command } from '#app/(workspace)/palette/commands.ts';

/** What is nearest comes first. */
const GROUPS = ['This code', 'This message', 'The newest code'] as const;

export type Offer = Command & { group: (typeof GROUPS)[number] };

const offers = new Set<{ readonly current: () => Offer[] }>();

/**
 * What can be done with what is on the page is in the palette too, for as long as it is there. It is done by the same
 * function as the button beside it: what comes of it is seen in the same place, recorded and undone in the same way.
 */
export function useOffers(offer: () => Offer[]): void {
  const current = useRef(offer);
  useEffect(() => {
    current.current = offer;
  });
  useEffect(() => {
    offers.add(current);
    return () => {
      offers.delete(current);
    };
  }, []);
}

/** At this moment. */
export function offered(): Offer[] {
  const all = [...offers].flatMap(({ current }) => current());
  return GROUPS.flatMap((group) => all.filter((offer) => offer.group === group));
}
