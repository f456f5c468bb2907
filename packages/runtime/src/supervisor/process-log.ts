import type { LogEntry } from "@pragma/contract";
import type { ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import { LogGate } from "./log-gate.ts";

const WINDOW_MS = 60_000;

/** Output of a process that belongs to no call: at most as many lines per minute as one call may log. */
export class ProcessLog {
  readonly #gate: LogGate;
  #since = Number.NEGATIVE_INFINITY;

  constructor(limits: ProviderProtocolLimits, sink: (entry: LogEntry) => void) {
    this.#gate = new LogGate(limits, sink);
  }

  write(level: LogEntry["level"], message: string): void {
    const now = performance.now();
    if (now - this.#since > WINDOW_MS) {
      this.#since = now;
      this.#gate.reset();
    }
    this.#gate.write(level, message, null);
  }
}
