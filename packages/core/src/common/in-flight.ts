/** One question at a time: whoever asks while it is open gets the same answer. */
export class InFlight<Answer> {
  #open: Promise<Answer> | undefined;

  /** @param ask is called unless an answer is on its way */
  share(ask: () => Promise<Answer>): Promise<Answer> {
    this.#open ??= ask().finally(() => {
      this.#open = undefined;
    });
    return this.#open;
  }
}
