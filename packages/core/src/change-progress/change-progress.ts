import type { Database } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import { settleChange } from "./settle-change.ts";

/** A change is looked at this long after the first of its actions that ended. */
const GATHER_MS = 50;
/** A look takes at most this share of the time between two. */
const SHARE = 4;
const MAX_WAIT_MS = 5000;

/**
 * Looks whether changes are over whenever one of their actions ends: after the commit, many ends at once, and no more often
 * than the looks are cheap. What is missed, the sweep finds.
 */
export class ChangeProgress {
  readonly #db: Database;
  readonly #logger: Logger;
  readonly #onLook: (organizationId: string, id: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #looking = new Map<string, Promise<void>>();
  readonly #lasted = new Map<string, number>();
  #isClosed = false;

  /** @param onLook called after each look, whether or not the change is over */
  constructor(db: Database, logger: Logger, onLook: (organizationId: string, id: string) => void) {
    this.#db = db;
    this.#logger = logger;
    this.#onLook = onLook;
  }

  /** An action of the change has ended. */
  touch(organizationId: string, id: string): void {
    const name = `${organizationId} ${id}`;
    if (this.#isClosed || this.#timers.has(name)) return;
    const wait = Math.min(MAX_WAIT_MS, Math.max(GATHER_MS, (this.#lasted.get(name) ?? 0) * SHARE));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      const look = this.#look(organizationId, id, name).finally(() => this.#looking.delete(name));
      this.#looking.set(name, look);
    }, wait);
    timer.unref();
    this.#timers.set(name, timer);
  }

  async #look(organizationId: string, id: string, name: string): Promise<void> {
    const startedAt = performance.now();
    try {
      const isOver = await settleChange(this.#db, organizationId, id);
      if (isOver) this.#lasted.delete(name);
      else this.#lasted.set(name, performance.now() - startedAt);
      this.#onLook(organizationId, id);
    } catch (error) {
      if (!this.#isClosed)
        this.#logger.warn({ err: error, change: id }, "a change could not be looked at; the sweep does");
    }
  }

  /** Ends its timers, and waits for looks that have begun. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#looking.values());
  }
}
