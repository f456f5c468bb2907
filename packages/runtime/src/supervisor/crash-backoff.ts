const FIRST_DELAY_MS = 250;
const WINDOW_MS = 60_000;
/** The number of crashes in a window after which successful calls in between no longer count. */
const TOLERATED = 10;

/**
 * When to restart a process that keeps exiting: at once after the first time, then after delays that double up to
 * `maxDelayMs`. If it answered a call before it ended, the count restarts, unless exits are so frequent that most time
 * goes into restarts.
 */
export class CrashBackoff {
  readonly #maxDelayMs: number;
  #crashes = 0;
  #recent: number[] = [];
  #until = 0;

  constructor(maxDelayMs: number) {
    this.#maxDelayMs = maxDelayMs;
  }

  crashed(hasSucceeded: boolean, now: number): void {
    this.#recent = [...this.#recent.filter((time) => now - time < WINDOW_MS), now].slice(-TOLERATED - 1);
    this.#crashes = hasSucceeded && this.#recent.length <= TOLERATED ? 1 : this.#crashes + 1;
    const delay = this.#crashes === 1 ? 0 : FIRST_DELAY_MS * 2 ** (this.#crashes - 2);
    this.#until = now + Math.min(delay, this.#maxDelayMs);
  }

  /** Whether it ended repeatedly, so that the next one will probably end as well. */
  get isLooping(): boolean {
    return this.#crashes > 1;
  }

  /** Whether it ended more often lately than answers in between make up for. */
  isStormy(now: number): boolean {
    return this.#recent.filter((time) => now - time < WINDOW_MS).length > TOLERATED;
  }

  /** Milliseconds until the next start; 0 if it may start now. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now);
  }
}
