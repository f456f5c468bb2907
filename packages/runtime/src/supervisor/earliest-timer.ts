/**
 * One timer for many due times. Calls that end in time cost nothing: the timer stays armed for the earliest, and only
 * when it fires is it asked what is due next.
 */
export class EarliestTimer {
  readonly #onDue: (now: number) => number;
  #timer: NodeJS.Timeout | null = null;
  #armedFor = Number.POSITIVE_INFINITY;

  /** @param onDue handles what is due and answers when the next is, Infinity for never. */
  constructor(onDue: (now: number) => number) {
    this.#onDue = onDue;
  }

  /** Makes sure that it fires at `due` (of `performance.now()`) at the latest. */
  arm(due: number): void {
    if (due >= this.#armedFor) return;
    this.stop();
    this.#armedFor = due;
    const delay = Math.min(Math.max(Math.ceil(due - performance.now()), 0), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#fire(), delay);
    // What it watches over keeps the process alive by itself.
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
