import { z } from 'zod';
import type { ActivityFilter } from '#lib/access/activity.ts';

const DAY_MS = 24 * 60 * 60_000;
const text = z.string().trim().max(200).catch('');
const day = z.iso.date().catch('');

/** The filter as it stands in the address bar; what makes no sense there is left out. */
export const typedSchema = z.object({
  who: text,
  action: text,
  address: z.guid().catch(''),
  from: day,
  to: day,
  cursor: text,
});
export type TypedFilter = z.infer<typeof typedSchema>;

/** Pure. Days are those of UTC, and `to` is the last of them. */
export function readFilter({ who, action, address, from, to }: TypedFilter): ActivityFilter {
  return {
    ...(who && { who }),
    ...(action && { action }),
    ...(address && { addressId: address }),
    ...(from && { after: new Date(from) }),
    ...(to && { before: new Date(Date.parse(to) + DAY_MS) }),
  };
}

/** Pure: the query of a link that keeps the filter. */
export function writeFilter(typed: Partial<TypedFilter>, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...typed, cursor: '', ...more }).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}
