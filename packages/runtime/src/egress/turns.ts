interface Turn {
  owner: object;
  start: () => void;
}

/**
 * Runs a few tasks at once, and fewer per owner; the owner with the fewest running is next. So an owner with many
 * waiting leaves room for others, and several such owners cannot pass all free turns among themselves.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #ofOne: number;
  readonly #running = new Map<object, number>();
  #count = 0;
  #waiting: Turn[] = [];

  /** @param ofOne how many tasks of one owner may run at once */
  constructor(atOnce: number, ofOne: number) {
    this.#atOnce = atOnce;
    this.#ofOne = ofOne;
  }

  /** @param signal ends the wait; a running task goes on, but its outcome is no longer awaited */
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
      const turn = this.#takeBest();
      if (!turn) return;
      this.#count += 1;
      this.#running.set(turn.owner, this.#runningOf(turn.owner) + 1);
      turn.start();
    }
  }

  #takeBest(): Turn | undefined {
    let best = -1;
    let fewest = this.#ofOne;
    for (const [index, { owner }] of this.#waiting.entries()) {
      const running = this.#runningOf(owner);
      if (running < fewest) [best, fewest] = [index, running];
      if (fewest === 0) break;
    }
    return best < 0 ? undefined : this.#waiting.splice(best, 1)[0];
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
