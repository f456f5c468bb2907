import type { Database } from "@pragma/db";
import { findFirstOrganization } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";

const RETRY_MS = 1000;

/** The id of the installation's first organization, which may be created while the worker runs. */
export class FirstOrganization {
  readonly #db: Database;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #id: string | null = null;

  constructor(db: Database, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
  }

  /** Null while there is none. */
  get id(): string | null {
    return this.#id;
  }

  /** Looks for it, now and repeatedly until there is one. */
  async look(): Promise<void> {
    try {
      this.#id = await findFirstOrganization(this.#db);
    } catch (error) {
      this.#logger.warn({ err: error }, "the first organization could not be looked up");
    }
    if (this.#id === null && !this.#isClosed) this.#timer = setTimeout(() => void this.look(), RETRY_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }
}
