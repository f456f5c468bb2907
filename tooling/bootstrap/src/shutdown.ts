/**
 * Collects what has to be stopped and stops it in reverse order, once: services first, the database last.
 */
export class Shutdown {
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #requested = new AbortController();
  readonly requested: Promise<void>;

  constructor() {
    this.requested = new Promise((resolve) => {
      this.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  /** Aborted when a stop is asked for. */
  get signal(): AbortSignal {
    return this.#requested.signal;
  }

  /** Ctrl-C, `kill`, a closed terminal, and the death of the process that started this one. */
  listen(): void {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => this.#requested.abort());
    process.on("disconnect", () => this.#requested.abort());
  }

  add(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Stops everything added so far. What fails is reported and does not keep the rest from stopping. */
  async stopAll(): Promise<void> {
    this.#requested.abort();
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) {
      await stop().catch((error: Error) => console.error(`While stopping: ${error.message}`));
    }
  }
}
