/** One signal of a caller's own and a limit of time, without the leaks and gaps of `AbortSignal.any` in Node 20. */
export class Deadline {
  /** Whether it was the time that ended it. */
  timedOut = false;
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal | undefined;
  readonly #abort = () => this.#controller.abort(this.#parent?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms until it aborts; 0 for no limit */
  constructor(parent: AbortSignal | undefined, ms: number) {
    this.#parent = parent;
    if (parent?.aborted) this.#abort();
    else parent?.addEventListener("abort", this.#abort, { once: true });
    this.restart(ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts the time anew. */
  restart(ms: number): void {
    clearTimeout(this.#timer);
    if (ms <= 0) return;
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      this.#controller.abort();
    }, ms);
  }

  /** No more limit of time; the caller's signal still counts. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  /** Neither counts any more. */
  release(): void {
    this.stopClock();
    this.#parent?.removeEventListener("abort", this.#abort);
  }

  /** Ends what is bound to it. */
  end(): void {
    this.release();
    this.#controller.abort();
  }
}

/** Waits. @throws the signal's reason when that aborts first */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
