/** Runs one request at a time: callers that ask while it is running share its answer. */
export class InFlight<Answer> {
  #open: Promise<Answer> | undefined;

  /** @param ask called unless a request is already running */
  share(ask: () => Promise<Answer>): Promise<Answer> {
    this.#open ??= ask().finally(() => {
      this.#open = undefined;
    });
    return this.#open;
  }
}
