import type { Database } from "@pragma/db";
import { closeStream, closeStreamsOf, openStream, renewStreams } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import { v7 as uuidv7 } from "uuid";

/** Streams that a token may have open at once, on all replicas together. */
export const MAX_STREAMS_PER_TOKEN = 50;

/** How long a stream counts after its replica was last heard of. */
const SECONDS = 45;
const RENEW_MS = 15_000;

/** Which streams are open, by token: a row each, which its replica renews and a dead one's runs out. */
export class StreamLedger {
  readonly #db: Database;
  readonly #logger: Logger;
  readonly #replica = uuidv7();
  #open = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
  }

  /**
   * Takes one of the streams that a token may have open.
   * @returns gives it back, at most once; null if the token has as many as it may
   */
  async take(tokenId: string): Promise<(() => void) | null> {
    const id = uuidv7();
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

  /** Gives all of them back. */
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
