/**
 * Shares answers that must be newer than the question: whoever asks while a request is running waits for the next one, together
 * with all others who do. However many ask at once, two requests serve them.
 */
export class NextAnswer<Answer> {
  readonly #ask: () => Promise<Answer>;
  /** Settles with the request that is running. */
  #running: Promise<void> | undefined;
  #next: Promise<Answer> | undefined;

  /** @param ask begins a request, and rejects if it fails: for all who share it */
  constructor(ask: () => Promise<Answer>) {
    this.#ask = ask;
  }

  /** An answer to a request that begins after this call. */
  get(): Promise<Answer> {
    if (this.#running === undefined) return this.#begin();
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  #begin(): Promise<Answer> {
    const answer = this.#ask();
    const end = (): void => {
      if (this.#running === running) this.#running = undefined;
    };
    const running = answer.then(end, end);
    this.#running = running;
    return answer;
  }
}
