/**
 * Combines the caller's signal and a timeout in one signal, without the leaks and gaps of `AbortSignal.any` in Node 20.
 */
export class Deadline {
  /** Whether the timeout ended it. */
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

  /** Restarts the timeout. */
  restart(ms: number): void {
    clearTimeout(this.#timer);
    if (ms <= 0) return;
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      this.#controller.abort();
    }, ms);
  }

  /** Removes the timeout; the caller's signal still counts. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  /** Detaches both. */
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
