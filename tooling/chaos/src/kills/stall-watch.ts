import type { Disturbance } from "@pragma/testing/chaos";

const TICK_MS = 250;
/** A process that gets no time for so long shows that the machine has none to give. */
const STALL_MS = 1500;

/**
 * Notices when the machine stands still, which no program on it can help: requests then take as long as that, and leases
 * end. Its disturbances excuse what a pause of everything would.
 */
export class StallWatch {
  readonly disturbances: Disturbance[] = [];
  #last = Date.now();
  readonly #timer = setInterval(() => this.#tick(), TICK_MS);

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = Date.now();
    if (now - this.#last > STALL_MS) {
      this.disturbances.push({ what: "stall", whom: "machine", from: this.#last, until: now });
    }
    this.#last = now;
  }
}
