const FIRST_DELAY_MS = 250;

/**
 * When a process that keeps ending may be started again: at once after the first time, then after delays that double
 * up to `maxDelayMs`. A process that answered anything before it ended begins a new count.
 */
export class CrashBackoff {
  readonly #maxDelayMs: number;
  #crashes = 0;
  #until = 0;

  constructor(maxDelayMs: number) {
    this.#maxDelayMs = maxDelayMs;
  }

  crashed(hasSucceeded: boolean, now: number): void {
    this.#crashes = hasSucceeded ? 1 : this.#crashes + 1;
    const delay = this.#crashes === 1 ? 0 : FIRST_DELAY_MS * 2 ** (this.#crashes - 2);
    this.#until = now + Math.min(delay, this.#maxDelayMs);
  }

  /** Milliseconds until the next start; 0 when it may be now. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now);
  }
}
