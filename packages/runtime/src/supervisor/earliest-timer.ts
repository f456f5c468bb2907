/**
 * One timer for many due times. Calls that end in time cost nothing: the timer stays armed for the earliest, and asks
 * for the next due time only when it fires.
 */
export class EarliestTimer {
  readonly #onDue: (now: number) => number;
  #timer: NodeJS.Timeout | null = null;
  #armedFor = Number.POSITIVE_INFINITY;

  /** @param onDue handles due items and returns the next due time, Infinity for never. */
  constructor(onDue: (now: number) => number) {
    this.#onDue = onDue;
  }

  /** Makes sure that it fires no later than `due` (by `performance.now()`). */
  arm(due: number): void {
    if (due >= this.#armedFor) return;
    this.stop();
    this.#armedFor = due;
    const delay = Math.min(Math.max(Math.ceil(due - performance.now()), 0), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#fire(), delay);
    // The watched calls keep the process alive themselves.
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    this.stop();
    const next = this.#onDue(performance.now());
    if (next !== Number.POSITIVE_INFINITY) this.arm(next);
  }
}
