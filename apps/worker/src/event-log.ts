import type { LogEntry } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { appendLogs } from "@pragma/core/logs";
import type { Claim } from "@pragma/core/reconcile";

/** Lines are batched for this long, so that a chatty handler costs few statements. */
const FLUSH_MS = 200;
const LINE_OVERHEAD = 100;

/** Limits the memory of all unwritten logs of a worker. */
export class LogBudget {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  take(characters: number): boolean {
    if (characters > this.#left) return false;
    this.#left -= characters;
    return true;
  }

  give(characters: number): void {
    this.#left += characters;
  }
}

/**
 * Writes the log of one event's handler to the database. Lines keep their order. If there are more than the database
 * can take, the log is truncated and says so; lines that cannot be written are lost, and only the worker's log says so.
 */
export class EventLog {
  readonly #core: Core;
  readonly #claim: Claim;
  readonly #budget: LogBudget;
  #entries: LogEntry[] = [];
  #size = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(core: Core, claim: Claim, budget: LogBudget) {
    this.#core = core;
    this.#claim = claim;
    this.#budget = budget;
  }

  /** Adds a line, in which sensitive values have been redacted. */
  add(entry: LogEntry): void {
    const size = LINE_OVERHEAD + entry.message.length + (entry.metadata ? JSON.stringify(entry.metadata).length : 0);
    if (!this.#budget.take(size)) {
      this.#dropped++;
      return;
    }
    this.#entries.push(entry);
    this.#size += size;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Resolves once all lines so far are written, or lost. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#entries;
    const size = this.#size;
    if (this.#dropped > 0) entries.push(droppedLine(this.#dropped));
    this.#entries = [];
    this.#size = 0;
    this.#dropped = 0;
    if (entries.length > 0) this.#writing = this.#writing.then(() => this.#write(entries, size));
    return this.#writing;
  }

  async #write(entries: readonly LogEntry[], size: number): Promise<void> {
    const { organizationId, key, eventId, attempt } = this.#claim;
    try {
      await appendLogs(this.#core, { organizationId, resourceKey: key, eventId, attempt, entries });
    } catch (error) {
      this.#core.services.logger.warn(
        { err: error, resource: key, lines: entries.length },
        "log lines could not be written",
      );
    } finally {
      this.#budget.give(size);
    }
  }
}

function droppedLine(count: number): LogEntry {
  const message = `${count} lines were dropped here: providers logged faster than lines could be written`;
  return { timestamp: new Date().toISOString(), level: "warn", message, metadata: null };
}
