import type { Socket } from "node:net";
import pg from "pg";

/** Settings of a session by name, such as `statement_timeout`. */
export type SessionSettings = Readonly<Record<string, string>>;

/** A statement of the driver with the time after which its answer is given up. */
export interface TimedQuery extends pg.QueryConfig {
  query_timeout?: number;
}

const ofPools = new WeakMap<pg.Pool, Sessions>();

/**
 * The settings that a pool's statements run under. They are not start-up parameters, which PgBouncer refuses: a session of
 * our own gets them once, by the first statement. Behind a pooler no session is ours, and a `SET` would stay with whoever is
 * given it next, so each transaction sets them for itself.
 */
export class Sessions {
  readonly #once: string;
  readonly #settings: SessionSettings;
  #areShared: boolean | undefined;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    const calls = Object.entries(settings).map(
      ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`,
    );
    this.#once = `SELECT ${calls.join(", ")} WHERE pg_backend_pid() = `;
  }

  /** Sessions of a pool that `createPool` made; of another, which has none, they are its own. */
  static of(pool: pg.Pool): Sessions {
    return ofPools.get(pool) ?? new Sessions({}).assumeOwn();
  }

  /** From now on it is found by its pool. */
  belongTo(pool: pg.Pool): void {
    ofPools.set(pool, this);
  }

  /** Whether a pooler stands between, which may give a session to several connections. Not known before the first one. */
  get areShared(): boolean | undefined {
    return this.#areShared;
  }

  private assumeOwn(): this {
    this.#areShared = false;
    return this;
  }

  /**
   * Prepares a new connection, in one round trip. A pooler makes up the process id that it greets with, so a server that has
   * another one is not the one that greeted.
   *
   * @throws Error of an outage if a pooler came between since the last connection: what asked for it relies on a session
   */
  async prepare(client: pg.ClientBase, deadlineMs: number): Promise<void> {
    const { processID, connection } = internalsOf(client);
    const query: TimedQuery = { text: this.#once + processID, query_timeout: deadlineMs };
    const { rowCount } = await client.query(query).catch((error: unknown) => {
      // The pool waits for its end, and a server that hangs would not answer the goodbye.
      connection.stream.destroy();
      throw error;
    });
    const isShared = rowCount === 0;
    const before = this.#areShared;
    this.#areShared = before === true || isShared;
    if (before === false && isShared) throw new Error("Connection terminated: a pooler came between");
  }

  /**
   * The statement that begins a transaction.
   * @param mode such as `READ ONLY`
   * @param changes to the settings, for this transaction
   */
  begin(mode = "", changes: SessionSettings = {}): string {
    const settings = this.#areShared === false ? changes : { ...this.#settings, ...changes };
    const begin = mode === "" ? "BEGIN" : `BEGIN ${mode}`;
    return Object.keys(settings).length === 0 ? begin : `${begin}; ${setLocal(settings)}`;
  }
}

/** SQL that sets them for the rest of a transaction. */
export function setLocal(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET LOCAL ${name} = ${pg.escapeLiteral(value)}`)
    .join("; ");
}

/** The driver's undeclared fields of a connection. */
interface Internals {
  /** The process that the server said serves it. */
  processID: number;
  connection: { stream: Socket };
}

/** The process that the server said serves a connection; a pooler makes one up. */
export function processIdOf(client: pg.ClientBase): number {
  return internalsOf(client).processID;
}

/** The way to the server. */
export function streamOf(client: pg.ClientBase): Socket {
  return internalsOf(client).connection.stream;
}

function internalsOf(client: pg.ClientBase): Internals {
  return client as unknown as Internals;
}
