import type { LogEntry } from "@pragma/contract";
import { appendLogs, type Claim, type Core } from "@pragma/core";

const FLUSH_MS = 200;
const MAX_LINES = 1000;

interface Line {
  organizationId: string;
  resourceKey: string;
  eventId: string;
  entry: LogEntry;
}

/** Collects what handlers log and writes it in batches, so that a chatty provider costs few statements. */
export class LogBuffer {
  readonly #core: Core;
  #lines: Line[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(core: Core) {
    this.#core = core;
  }

  add(claim: Claim, entry: LogEntry): void {
    if (this.#lines.length >= MAX_LINES) {
      this.#dropped++;
      return;
    }
    this.#lines.push({ organizationId: claim.organizationId, resourceKey: claim.key, eventId: claim.eventId, entry });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Writes what has been collected. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    this.#writing = this.#writing.then(() => this.#write(lines));
    return this.#writing;
  }

  async #write(lines: readonly Line[]): Promise<void> {
    if (this.#dropped > 0) {
      this.#core.logger.warn({ dropped: this.#dropped }, "providers logged faster than lines could be written");
      this.#dropped = 0;
    }
    const handlers = Map.groupBy(lines, (line) => `${line.organizationId} ${line.eventId} ${line.resourceKey}`);
    for (const [first, ...rest] of handlers.values()) {
      if (!first) continue;
      const { organizationId, resourceKey, eventId } = first;
      const entries = [first, ...rest].map((line) => line.entry);
      try {
        await appendLogs(this.#core, { organizationId, resourceKey, eventId, entries });
      } catch (error) {
        this.#core.logger.warn({ err: error, lines: entries.length }, "log lines could not be written");
      }
    }
  }
}
