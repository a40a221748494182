import { isIPv6 } from 'node:net';

/**
 * An owner of one IPv6 address has the other 2^64 of its network as well (RFC 6177), so limits for one sender count
 * the /64; of IPv4, the address.
 */
export function networkOf(remoteAddress: string): string {
  if (!isIPv6(remoteAddress)) return remoteAddress;
  const [head = '', tail] = (remoteAddress.split('%')[0] ?? '').split('::');
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean));
  const missing = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const groups = [...(before ?? []), ...Array<string>(Math.max(0, missing)).fill('0'), ...(after ?? [])];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** A sender whose list of addresses is old, or who mistypes, stays far below it. */
const MAX_MISSES = 100;
/** One miss is forgiven after so long: who is suspected is a matter of minutes. */
const FORGIVEN_AFTER_MS = 10_000;
/** Some hundred bytes each; those that have been quiet for longest go first. */
const MAX_REMEMBERED = 10_000;

/**
 * Which networks guess at addresses. A network is suspected, not shut out: behind one address of a large provider
 * there are thousands of senders, and the code that somebody waits for may come from any of them. So a suspect's
 * mail is still taken, but each of its recipients waits for the answer, known or not: it learns nothing from the
 * time, and little in a day.
 */
export class Guessers {
  private readonly misses = new Map<string, { count: number; at: number }>();

  missed(network: string, now = Date.now()): void {
    const count = this.countOf(network, now) + 1;
    this.misses.delete(network);
    this.misses.set(network, { count, at: now });
    const [oldest] = this.misses.keys();
    if (this.misses.size > MAX_REMEMBERED && oldest !== undefined) this.misses.delete(oldest);
  }

  isSuspect(network: string, now = Date.now()): boolean {
    return this.countOf(network, now) >= MAX_MISSES;
  }

  private countOf(network: string, now: number): number {
    const known = this.misses.get(network);
    return known ? Math.max(0, known.count - (now - known.at) / FORGIVEN_AFTER_MS) : 0;
  }
}
