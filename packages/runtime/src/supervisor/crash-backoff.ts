const FIRST_DELAY_MS = 250;
const WINDOW_MS = 60_000;
/** Crashes in a window after which it no longer counts that calls were answered in between. */
const TOLERATED = 10;

/**
 * When a process that keeps ending may be started again: at once after the first time, then after delays that double
 * up to `maxDelayMs`. A process that answered anything before it ended begins a new count, unless they end so often that
 * starting them is most of what happens.
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

  /** Whether it ended again and again, so that a next one will probably end as well. */
  get isLooping(): boolean {
    return this.#crashes > 1;
  }

  /** Whether it ended more often lately than answers in between make up for. */
  isStormy(now: number): boolean {
    return this.#recent.filter((time) => now - time < WINDOW_MS).length > TOLERATED;
  }

  /** Milliseconds until the next start; 0 when it may be now. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now);
  }
}
