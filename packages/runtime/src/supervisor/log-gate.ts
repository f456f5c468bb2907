import type { JsonObject, LogEntry, LogLevel } from "@pragma/contract";
import type { ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import { boundDetails } from "../wire/bound-details.ts";
import { cutToBytes } from "../wire/line-writer.ts";

/** The line with its message truncated and its metadata dropped if they are too long. */
export function boundEntry(entry: LogEntry, { log_message_bytes: limit }: ProviderProtocolLimits): LogEntry {
  return { ...entry, message: cutToBytes(entry.message, limit), metadata: boundDetails(entry.metadata, limit) };
}

/** Passes a limited number of limited log lines, and one that says that more were dropped. */
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
    this.#sink(boundEntry({ timestamp, level, message, metadata }, this.#limits));
  }

  /** Restarts the count. */
  reset(): void {
    this.#count = 0;
  }
}
