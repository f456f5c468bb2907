import type { Database } from "@pragma/db";
import { findAwaitingChanges } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import { settleChange } from "./settle-change.ts";

/** A change is looked at this long after the first of its actions that ended. */
const GATHER_MS = 50;
/** A poll takes at most this share of the time between two. */
const SHARE = 4;
const MAX_WAIT_MS = 5000;

/**
 * Looks whether changes are over whenever one of their actions ends: after the commit, many ends at once, and no more often
 * than the polls are cheap. What is missed, the sweep finds.
 */
export class ChangeProgress {
  readonly #db: Database;
  readonly #logger: Logger;
  readonly #onPoll: (organizationId: string, id: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #looking = new Map<string, Promise<void>>();
  readonly #lasted = new Map<string, number>();
  /** By organization: events that ended, and that actions of changes may have joined. */
  readonly #ended = new Map<string, Set<string>>();
  #isClosed = false;

  /** @param onPoll called after each poll, whether or not the change is over */
  constructor(db: Database, logger: Logger, onPoll: (organizationId: string, id: string) => void) {
    this.#db = db;
    this.#logger = logger;
    this.#onPoll = onPoll;
  }

  /** An action of the change has ended. */
  touch(organizationId: string, id: string): void {
    const name = `${organizationId} ${id}`;
    const wait = Math.min(MAX_WAIT_MS, Math.max(GATHER_MS, (this.#lasted.get(name) ?? 0) * SHARE));
    this.#soon(name, wait, () => this.#poll(organizationId, id, name));
  }

  /** An event that is part of no change has ended: a change may have joined it. */
  ended(organizationId: string, eventId: string): void {
    if (this.#isClosed) return;
    const ended = this.#ended.get(organizationId);
    if (ended) ended.add(eventId);
    else this.#ended.set(organizationId, new Set([eventId]));
    this.#soon(organizationId, GATHER_MS, () => this.#findJoined(organizationId));
  }

  /** Once for all that ask for it by then. @param name what they ask for */
  #soon(name: string, wait: number, run: () => Promise<void>): void {
    if (this.#isClosed || this.#timers.has(name)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#looking.set(
        name,
        run().finally(() => this.#looking.delete(name)),
      );
    }, wait);
    timer.unref();
    this.#timers.set(name, timer);
  }

  async #findJoined(organizationId: string): Promise<void> {
    const events = [...(this.#ended.get(organizationId) ?? [])];
    this.#ended.delete(organizationId);
    try {
      for (const id of await findAwaitingChanges(this.#db.tenant(organizationId), events))
        this.touch(organizationId, id);
    } catch (error) {
      if (!this.#isClosed)
        this.#logger.warn({ err: error }, "changes that joined an event could not be found; the sweep does");
    }
  }

  async #poll(organizationId: string, id: string, name: string): Promise<void> {
    const startedAt = performance.now();
    try {
      const isOver = await settleChange(this.#db, organizationId, id);
      if (isOver) this.#lasted.delete(name);
      else this.#lasted.set(name, performance.now() - startedAt);
      this.#onPoll(organizationId, id);
    } catch (error) {
      if (!this.#isClosed)
        this.#logger.warn({ err: error, change: id }, "a change could not be looked at; the sweep does");
    }
  }

  /** Ends its timers, and waits for polls that have begun. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#looking.values());
  }
}
