/** How long a code lasts where the message doesn't say, in seconds. Ten minutes is the usual time of this trade. */
const DEFAULT_VALIDITY = 10 * 60;

/** What services are known to allow, by purpose; a message that states a time of its own wins. */
const KNOWN_VALIDITY: Record<string, Record<string, number>> = {
  x: { confirm: 2 * 60 * 60, reset: 60 * 60 },
};

/** No code is good for longer, whatever a message claims: a day. */
const LONGEST_VALIDITY = 24 * 60 * 60;

/** Seconds from the receipt of a code until it expires. */
export function validityOf(code: {
  service: string | null;
  purpose: string;
  validFor: number | null;
}): number {
  const stated = code.validFor ?? KNOWN_VALIDITY[code.service ?? '']?.[code.purpose] ?? DEFAULT_VALIDITY;
  return Math.min(stated, LONGEST_VALIDITY);
}
