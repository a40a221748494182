/** What a sleeper waits for: remembers that it was rung while nobody listened. */
export class Bell {
  #rung = false;
  #answer: () => void = () => {};

  /** Bound, to be handed over as it is. */
  readonly ring = (): void => {
    this.#rung = true;
    this.#answer();
  };

  /** True once it is rung, or has been since the last time; false when it was not for so long. */
  async rung(timeoutMs: number): Promise<boolean> {
    if (!this.#rung) await this.#sleep(timeoutMs);
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }

  #sleep(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#answer = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
