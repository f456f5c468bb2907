/** Wakes one waiter. A signal raised while nobody waits ends the next wait at once. */
export class Signal {
  #raised = false;
  #wake: (() => void) | undefined;

  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }

  /** Resolves once the signal is raised, after `ms`, or when `abort` aborts. Clears the signal. */
  async wait(ms: number, abort?: AbortSignal): Promise<void> {
    if (!this.#raised && !abort?.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      const timer = setTimeout(wake, ms);
      abort?.addEventListener("abort", wake, { once: true });
      this.#wake = wake;
      await promise;
      this.#wake = undefined;
      abort?.removeEventListener("abort", wake);
      clearTimeout(timer);
    }
    this.#raised = false;
  }
}
