/** The part of a time by which two clocks may drift apart in it. A kernel corrects its own by half of that at most. */
const DRIFT = 0.001;

/**
 * The clock of a process, as far as its messages tell: what it shows now, or somewhat less. A message is read after it was
 * sent, never before, so the one that was the quickest tells best; and what was told long ago counts for less.
 */
export class ProcessClock {
  /** By how much it is ahead of `performance.now()`, as of `#toldAt`; null if it was never told. */
  #ahead: number | null = null;
  #toldAt = 0;

  /**
   * @param clockMs what it showed when the process sent it
   * @param now by `performance.now()`, as everywhere
   * @returns by how much more it shows than was known
   */
  told(clockMs: number, now: number): number {
    const ahead = clockMs - now;
    const known = this.#ahead === null ? ahead : this.#ahead - this.#drift(now);
    this.#ahead = Math.max(ahead, known);
    this.#toldAt = now;
    return this.#ahead - known;
  }

  /** Whether it was told so lately that it cannot have drifted by more than so many milliseconds since. */
  isKnown(within: number, now: number): boolean {
    return this.#ahead !== null && this.#drift(now) <= within;
  }

  /** @returns what it will show in so many milliseconds, or somewhat less; undefined if it was never told */
  in(milliseconds: number, now: number): number | undefined {
    return this.#ahead === null ? undefined : Math.floor(now + milliseconds + this.#ahead - this.#drift(now));
  }

  #drift(now: number): number {
    return (now - this.#toldAt) * DRIFT;
  }
}
