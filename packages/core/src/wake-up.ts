import { type Database, systemStatement } from "@pragma/db";

/** Channel that graphile-worker listens on. */
const JOBS_CHANNEL = "jobs:insert";
/** Channel of the event stream's readers. */
export const CHANGES_CHANNEL = "pragma_changes";
/** Channel that tells workers of cancelled events; the payload is the event's id. */
export const CANCEL_CHANNEL = "pragma_cancel";

const notify = systemStatement(
  "wake_up",
  "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n(channel, payload)",
);

/**
 * Tells other processes, after a commit, that there is something to do. NOTIFY inside the writing transaction would
 * end group commit (it holds a global lock through commit), so it is sent apart from it, and once for many: while one
 * is under way the next wait for it. A lost one costs a poll interval, never the work.
 */
export class WakeUp {
  readonly #db: Database;
  readonly #waiting = new Map<string, string>();
  #sending = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** There are jobs, or changes, or both. */
  changed(): void {
    this.#add(JOBS_CHANNEL, '{"count":1}');
    this.#add(CHANGES_CHANNEL, "");
  }

  /** The event was cancelled: abort its handler. */
  cancelled(eventId: string): void {
    this.#add(CANCEL_CHANNEL, eventId);
  }

  #add(channel: string, payload: string): void {
    this.#waiting.set(`${channel} ${payload}`, channel);
    if (!this.#sending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#waiting.size > 0) {
        const batch = [...this.#waiting];
        this.#waiting.clear();
        const channels = batch.map(([, channel]) => channel);
        const payloads = batch.map(([key, channel]) => key.slice(channel.length + 1));
        await this.#db.query(notify, [channels, payloads]);
      }
    } catch {
      // Pollers find what this would have announced.
      this.#waiting.clear();
    } finally {
      this.#sending = false;
    }
  }
}
