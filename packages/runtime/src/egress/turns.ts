interface Turn {
  owner: object;
  start: () => void;
}

/** Runs few things at once, and fewer of one owner, so that one that has many waiting leaves room for others. */
export class Turns {
  readonly #atOnce: number;
  readonly #ofOne: number;
  readonly #running = new Map<object, number>();
  #count = 0;
  #waiting: Turn[] = [];

  /** @param ofOne how many of one owner may run at once */
  constructor(atOnce: number, ofOne: number) {
    this.#atOnce = atOnce;
    this.#ofOne = ofOne;
  }

  /** @param signal ends the wait; what runs already runs on, but its outcome is no longer waited for */
  async take<T>(owner: object, run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(owner, signal);
    try {
      return await run();
    } finally {
      this.#end(owner);
    }
  }

  #turn(owner: object, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const turn: Turn = { owner, start: resolve };
    this.#waiting.push(turn);
    signal.addEventListener(
      "abort",
      () => {
        this.#waiting = this.#waiting.filter((each) => each !== turn);
        reject(signal.reason as Error);
      },
      { once: true },
    );
    this.#next();
    return promise;
  }

  #next(): void {
    while (this.#count < this.#atOnce) {
      const best = this.#waiting.findIndex(({ owner }) => this.#runningOf(owner) < this.#ofOne);
      const [turn] = best < 0 ? [] : this.#waiting.splice(best, 1);
      if (!turn) return;
      this.#count += 1;
      this.#running.set(turn.owner, this.#runningOf(turn.owner) + 1);
      turn.start();
    }
  }

  #runningOf(owner: object): number {
    return this.#running.get(owner) ?? 0;
  }

  #end(owner: object): void {
    this.#count -= 1;
    const left = this.#runningOf(owner) - 1;
    if (left > 0) this.#running.set(owner, left);
    else this.#running.delete(owner);
    this.#next();
  }
}
