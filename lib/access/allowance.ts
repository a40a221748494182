import type { Actor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

/** Requests that an actor may make for long, a second: many times what a fleet of login bots needs, and no machine's limit. */
export const REQUESTS_A_SECOND = 200;
/** And at once, after a pause: all the waits that a process holds may come back together. */
export const REQUESTS_AT_ONCE = 5_000;
/** Some kilobytes; who has made no request for long has all of it again, and may be forgotten. */
const MAX_REMEMBERED = 10_000;

/**
 * Counts a request of the actor, in this process alone: each machine allows as much.
 * @throws MailroomError `too-many-requests`, saying after how many seconds there is room again
 */
export function countRequest(actor: Actor, now = performance.now()): void {
  if (actor.kind === 'system') return;
  const wait = allowances().take(actor.id, now);
  if (wait === 0) return;
  const who = actor.kind === 'token' ? 'This token makes' : 'You make';
  throw new MailroomError(
    'too-many-requests',
    `${who} more than ${REQUESTS_A_SECOND} requests a second. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`,
    { retryAfter: wait },
  );
}

function allowances(): Allowances {
  return once('allowances', () => new Allowances(REQUESTS_A_SECOND, REQUESTS_AT_ONCE));
}

/** Buckets that fill again (token buckets). Times in milliseconds. */
export class Allowances {
  readonly #rate: number;
  readonly #most: number;
  #buckets = new Map<string, { left: number; at: number }>();

  constructor(rate: number, most: number) {
    this.#rate = rate;
    this.#most = most;
  }

  /** Takes one; 0, or seconds until there is one to take. */
  take(key: string, now: number): number {
    const known = this.#buckets.get(key);
    const left = known
      ? Math.min(this.#most, known.left + ((now - known.at) / 1000) * this.#rate)
      : this.#most;
    // Taken out first, so that the map's order is that of the last use.
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_REMEMBERED && oldest !== undefined) this.#buckets.delete(oldest);
    return left >= 1 ? 0 : Math.ceil((1 - left) / this.#rate);
  }
}
