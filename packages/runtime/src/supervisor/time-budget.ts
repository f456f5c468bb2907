/** The time that several calls have together, in milliseconds. */
export class TimeBudget {
  #leftMs: number;

  constructor(milliseconds: number) {
    this.#leftMs = milliseconds;
  }

  /** Remaining time; 0 when it is used up. */
  get leftMs(): number {
    return Math.max(0, Math.floor(this.#leftMs));
  }

  /** @param leftMs what a call that had all of it left */
  leave(leftMs: number): void {
    this.#leftMs = Math.min(this.#leftMs, leftMs);
  }
}
