import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { streamOf } from "./sessions.ts";

/** How long it stays connected after it was last asked. */
const KEPT_MS = 10_000;

/** Asks a database whether it answers, over a connection of its own, which waits behind nobody else's statement. */
export class Probe {
  readonly #config: pg.ClientConfig;
  #client: pg.Client | undefined;
  #connected: Promise<unknown> | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  /**
   * Whether it answers in time, be it with an error: only silence and a broken way to it are none. Takes all of the time if it
   * does not.
   */
  async answers(milliseconds: number): Promise<boolean> {
    const over = new AbortController();
    const late = sleep(milliseconds, undefined, { signal: over.signal }).catch(() => {});
    let isAnswered = false;
    const asked = this.#ask().then((answered) => {
      isAnswered = answered;
      // A failure at once says nothing yet: the next attempt may follow a restart.
      return answered ? undefined : late;
    });
    await Promise.race([asked, late]);
    // A process that was busy, or paused, has not heard what has arrived.
    if (!isAnswered) await nextTurn();
    if (!isAnswered) await nextTurn();
    over.abort();
    if (isAnswered) this.#keep();
    else this.end();
    return isAnswered;
  }

  /** Closes its connection, without a goodbye: a server that hangs would not answer it. */
  end(): void {
    clearTimeout(this.#idle);
    const client = this.#client;
    this.#client = undefined;
    this.#connected = undefined;
    if (client !== undefined) streamOf(client).destroy();
  }

  async #ask(): Promise<boolean> {
    try {
      const client = this.#open();
      await this.#connected;
      await client.query("SELECT 1");
      return true;
    } catch (error) {
      const isSaid = error instanceof pg.DatabaseError;
      if (isSaid) this.end();
      return isSaid;
    }
  }

  #open(): pg.Client {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client(this.#config);
    client.on("error", () => {
      if (this.#client === client) this.end();
    });
    this.#client = client;
    this.#connected = client.connect();
    this.#connected.catch(() => {});
    return client;
  }

  #keep(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.end(), KEPT_MS).unref();
  }
}
