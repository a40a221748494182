type Answer<T> = { promise: Promise<T>; until: number };

/** Answers that serve again for a while. Who asks while one is being found waits for the same one. */
export class Kept<T> {
  private readonly all = new Map<string, Answer<T>>();
  private readonly most: number;
  private readonly keptMs: (found: { answer: T } | { error: unknown }) => number;

  /**
   * @param most beyond it the oldest go
   * @param keptMs for how long this one serves, in milliseconds; 0: it does not
   */
  constructor(most: number, keptMs: (found: { answer: T } | { error: unknown }) => number) {
    this.most = most;
    this.keptMs = keptMs;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.all.get(key);
    if (known && known.until > Date.now()) return known.promise;
    const asked: Answer<T> = { promise: ask(), until: Number.POSITIVE_INFINITY };
    const keep = (found: { answer: T } | { error: unknown }) => {
      const keptMs = this.keptMs(found);
      asked.until = Date.now() + keptMs;
      if (keptMs <= 0 && this.all.get(key) === asked) this.all.delete(key);
    };
    asked.promise.then(
      (answer) => keep({ answer }),
      (error) => keep({ error }),
    );
    // Deleted first, so that the map's order is that of the questions.
    this.all.delete(key);
    this.all.set(key, asked);
    if (this.all.size > this.most) this.all.delete(this.all.keys().next().value ?? '');
    return asked.promise;
  }
}
