import type { JsonObject, LogEntry, LogLevel } from "@pragma/contract";
import type { ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import { cutToBytes, exceedsBytes } from "../wire/line-writer.ts";

/** Lets through a bounded number of bounded log lines, and one that says that more were dropped. */
export class LogGate {
  readonly #limits: ProviderProtocolLimits;
  readonly #sink: (entry: LogEntry) => void;
  #count = 0;

  constructor(limits: ProviderProtocolLimits, sink: (entry: LogEntry) => void) {
    this.#limits = limits;
    this.#sink = sink;
  }

  write(level: LogLevel, message: string, metadata: JsonObject | null): void {
    this.#count += 1;
    if (this.#count > this.#limits.log_lines + 1) return;
    const timestamp = new Date().toISOString();
    if (this.#count > this.#limits.log_lines) {
      const text = `More than ${this.#limits.log_lines} log lines: the rest is dropped`;
      this.#sink({ timestamp, level: "warn", message: text, metadata: null });
      return;
    }
    const limit = this.#limits.log_message_bytes;
    const kept =
      metadata !== null && exceedsBytes(JSON.stringify(metadata), limit) ? { dropped: "too long" } : metadata;
    this.#sink({ timestamp, level, message: cutToBytes(message, limit), metadata: kept });
  }

  /** Starts counting anew. */
  reset(): void {
    this.#count = 0;
  }
}
