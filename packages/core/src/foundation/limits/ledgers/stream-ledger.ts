import type { Database } from "@pragma/db";
import { closeStream, closeStreamsOf, openStream, renewStreams } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import { newId } from "../../common/new-id.ts";

/** Streams that a token may have open at once, across all replicas. */
export const MAX_STREAMS_PER_TOKEN = 50;

/** How long a stream counts after the last sign of life of its replica. */
const SECONDS = 45;
const RENEW_MS = 15_000;

/** Which streams are open, by token: one row each. The replica renews its rows; those of a dead replica expire. */
export class StreamLedger {
  readonly #db: Database;
  readonly #logger: Logger;
  readonly #replica = newId();
  #open = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
  }

  /**
   * Takes one of a token's streams.
   * @returns releases it, at most once; null if the token has none left
   */
  async take(tokenId: string): Promise<(() => void) | null> {
    const id = newId();
    const stream = { id, tokenId, replica: this.#replica, limit: MAX_STREAMS_PER_TOKEN, seconds: SECONDS };
    if (!(await openStream(this.#db, stream))) return null;
    this.#open++;
    this.#schedule();
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#open--;
      closeStream(this.#db, id).catch((err: unknown) =>
        this.#logger.warn({ err }, "a closed stream counts for a moment longer"),
      );
    };
  }

  /** Releases all of them. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#timer === undefined) return;
    await closeStreamsOf(this.#db, this.#replica).catch(() => undefined);
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      if (this.#open === 0) return;
      renewStreams(this.#db, this.#replica, SECONDS).catch((err: unknown) =>
        this.#logger.warn({ err }, "open streams were not renewed"),
      );
    }, RENEW_MS);
    this.#timer.unref();
  }
}
