import type { Claim } from "@pragma/core";

/** The events that this worker holds, so that each can be aborted: by a cancellation, or when the worker goes down. */
export class HeldClaims {
  readonly #controllers = new Map<string, AbortController>();

  /** Holds a claim while `work` runs. */
  async hold<Result>(claim: Claim, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    this.#controllers.set(claim.eventId, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#controllers.delete(claim.eventId);
    }
  }

  /** Aborts the handler of an event, if it runs here. */
  abort(eventId: string): void {
    this.#controllers.get(eventId)?.abort();
  }

  abortAll(): void {
    for (const controller of this.#controllers.values()) controller.abort();
  }

  get size(): number {
    return this.#controllers.size;
  }
}
