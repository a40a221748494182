/** On every forward: the managed address it was forwarded from, one line for each that it has passed. */
export const FORWARDED = 'X-Mailroom-Forwarded';
/** Nobody forwards through more Mailrooms in good faith. */
const MAX_HOPS = 3;

/** The managed addresses that a message has been forwarded from before it came. */
export function hopsOf(headers: [string, string][]): string[] {
  return valuesOf(headers, FORWARDED);
}

/**
 * Pure: why a rule leaves a message alone, or null. Verification mails are `Auto-Submitted: auto-generated`, and
 * are what rules are for; what answers a mail of ours (RFC 3834 section 5), or reports that it did not arrive
 * (RFC 5321 section 6.1: an empty sender), must not bring forth another.
 */
export function whyNotByRule(
  { headers, envelopeFrom }: { headers: [string, string][]; envelopeFrom: string | null },
  address: string,
): string | null {
  const hops = hopsOf(headers);
  if (hops.includes(address)) return 'It has been forwarded from this address before: it goes in a circle.';
  if (hops.length >= MAX_HOPS) return `It has been forwarded ${hops.length} times already.`;
  if (envelopeFrom === '') return 'It reports on a mail that was sent; such reports are not forwarded.';
  const isReply = valuesOf(headers, 'Auto-Submitted').some((value) =>
    /^auto-(replied|notified)/i.test(value),
  );
  return isReply ? 'It is an automatic reply; such are not forwarded.' : null;
}

function valuesOf(headers: [string, string][], wanted: string): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === wanted.toLowerCase())
    .map(([, value]) => value.trim());
}
