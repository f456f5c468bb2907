import { failureLine } from "../../failure-line.ts";
import type { Logger } from "../../logger.ts";

const PAUSE_MS = 60_000;

/** Logs why traces are lost, at most once a minute: a collector that is away fails every few seconds. */
export class Complaints {
  readonly #logger: Logger;
  #silentUntil = 0;
  #unsaid = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(problem: unknown): void {
    const now = performance.now();
    if (now < this.#silentUntil) {
      this.#unsaid++;
      return;
    }
    this.#silentUntil = now + PAUSE_MS;
    this.#logger.warn({ reason: failureLine(problem), unsaid: this.#unsaid }, "traces could not be sent");
    this.#unsaid = 0;
  }
}
