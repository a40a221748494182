/**
 * Counts failures by key in a window of time, in this process alone: enough to make guessing hopeless, and
 * nothing to clean up. `now` is in milliseconds.
 */
export class Throttle {
  readonly #limit: number;
  readonly #windowMs: number;
  #failures = new Map<string, { count: number; until: number }>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Milliseconds until the key may try again; 0 when it may now. */
  blockedFor(key: string, now = Date.now()): number {
    const failure = this.#failures.get(key);
    return failure && failure.count >= this.#limit ? Math.max(0, failure.until - now) : 0;
  }

  fail(key: string, now = Date.now()): void {
    const known = this.#failures.get(key);
    const failure = known && known.until > now ? known : { count: 0, until: now + this.#windowMs };
    failure.count += 1;
    // Taken out first, so that the map's order is that of the last failure.
    this.#failures.delete(key);
    this.#failures.set(key, failure);
    this.#forget(now);
  }

  /** Forgets the failures of a key. */
  succeed(key: string): void {
    this.#failures.delete(key);
  }

  /** Takes one failure back that was counted ahead. */
  takeBack(key: string): void {
    const failure = this.#failures.get(key);
    if (failure) failure.count -= 1;
  }

  /** The map stays small even when every failure has another key. */
  #forget(now: number): void {
    for (const [key, failure] of this.#failures) {
      if (failure.until > now && this.#failures.size <= MAX_KEYS) break;
      this.#failures.delete(key);
    }
  }
}

/** About 2 MB at the most. */
const MAX_KEYS = 10_000;
