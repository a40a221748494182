import type { Retention } from '#lib/addresses/retention.ts';

/** What applies to an address, in a line. */
export function retentionInWords({ retentionDays, blankAfterHours }: Retention): string {
  const kept = retentionDays === null ? 'kept for ever' : `kept for ${counted(retentionDays, 'day')}`;
  return blankAfterHours === null ? kept : `${kept}, codes blanked after ${counted(blankAfterHours, 'hour')}`;
}

export function counted(count: number | string, what: string): string {
  return `${count} ${what}${String(count) === '1' ? '' : 's'}`;
}
