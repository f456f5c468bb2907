import pg from "pg";
import { endConnection } from "./end-connection.ts";
import { hears } from "./hears.ts";

export interface ListenerOptions {
  /** Connection URL of the platform's database. */
  url: string;
  /** Shown in pg_stat_activity. */
  name: string;
  /** How often the connection is checked, and how long an answer may take; 15 s by default. */
  checkMs?: number;
  /** Tells whether the URL leads to the right database: while it rejects, no connection is made. None if left out. */
  check?: () => Promise<void>;
  /** Called when the connection could not be made or was lost; it reconnects on its own. */
  onError?: (error: Error) => void;
}

/** Effect of a pooler by transaction on LISTEN, in words for operators. */
export const DEAF =
  "Notifications do not arrive through the pooler: set PRAGMA_DIRECT_DATABASE_URL to an address of the server itself. Until " +
  "then changes are noticed by looking, up to a second later";

/** Effect of a lost connection, in words for operators. */
export const LOST =
  "The connection for notifications cannot be made (to PRAGMA_DIRECT_DATABASE_URL, or DATABASE_URL if that is not set). Until " +
  "it is, changes are noticed by looking, up to a second later";

/** Receives notifications of a channel. Null: some may have been lost, so check. */
export type NotificationHandler = (payload: string | null) => void;

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5000;
const CHECK_MS = 15_000;
/** A pooler stays what it is; but whoever sets it up may find that out meanwhile. */
const DEAF_RETRY_MS = 60_000;

/**
 * A process's one connection for all LISTENs, opened with the first one and reopened whenever it is lost. Notifications
 * are hints: those sent in the meantime are lost, so each handler is called with null after a reconnect, and waiting
 * code also polls at a slow pace. Nothing else is ever sent on it, so it is checked regularly: otherwise a hanging
 * connection would look like a quiet one.
 */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #handlers = new Map<string, Set<NotificationHandler>>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #check: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #connecting: Promise<void> | undefined;
  #closed = false;
  #isDeaf = false;
  /** Commands of one connection run one after another. */
  #commands: Promise<void> = Promise.resolve();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Calls `handler` for each notification of a channel. @returns stops listening */
  listen(channel: string, handler: NotificationHandler): () => void {
    let handlers = this.#handlers.get(channel);
    if (handlers === undefined) {
      handlers = new Set();
      this.#handlers.set(channel, handlers);
      if (this.#client) this.#run(this.#client, `LISTEN ${pg.escapeIdentifier(channel)}`);
      else if (!this.#isDeaf) this.#connect();
    }
    handlers.add(handler);
    return () => this.#remove(channel, handler);
  }

  /** Opens the connection ahead of the first channel: so it is found out whether anything arrives. */
  open(): void {
    if (this.#retry === undefined) this.#connect();
  }

  /** Whether a pooler keeps notifications back, so that all that is left is to look now and then. */
  get isDeaf(): boolean {
    return this.#isDeaf;
  }

  /** Whether the connection is lost, or could not be made, and another try is due. */
  get isLost(): boolean {
    return this.#retry !== undefined && !this.#isDeaf;
  }

  /** Closes the connection for good. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#check);
    this.#handlers.clear();
    await this.#connecting;
    const client = this.#client;
    this.#client = undefined;
    if (client) await endConnection(client);
  }

  #remove(channel: string, handler: NotificationHandler): void {
    const handlers = this.#handlers.get(channel);
    if (!handlers?.delete(handler) || handlers.size > 0) return;
    this.#handlers.delete(channel);
    if (this.#client) this.#run(this.#client, `UNLISTEN ${pg.escapeIdentifier(channel)}`);
  }

  #connect(): void {
    if (this.#closed || this.#client || this.#connecting) return;
    this.#connecting = this.#open().finally(() => {
      this.#connecting = undefined;
    });
  }

  async #open(): Promise<void> {
    const { url, name, checkMs = CHECK_MS } = this.#options;
    const config: pg.ClientConfig = {
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: 10_000,
      query_timeout: checkMs,
      keepAlive: true,
    };
    const client = new pg.Client(config);
    client.on("notification", ({ channel, payload }) => this.#deliver(channel, payload ?? ""));
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, new Error("The connection ended")));
    try {
      await this.#options.check?.();
      await client.connect();
      this.#isDeaf = !(await hears(client, config));
      if (this.#isDeaf) throw new Error(DEAF);
      // Channels added in the meantime are in the map already, so the loop sees them.
      for (const channel of this.#handlers.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      if (this.#closed) return void (await endConnection(client));
      this.#client = client;
      clearTimeout(this.#retry);
      this.#retry = undefined;
      this.#retryMs = FIRST_RETRY_MS;
      this.#check = setInterval(() => this.#run(client, "SELECT 1"), checkMs);
      for (const channel of this.#handlers.keys()) this.#deliver(channel, null);
    } catch (error) {
      client.removeAllListeners("end");
      await endConnection(client);
      this.#retryLater(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearInterval(this.#check);
    void endConnection(client);
    this.#retryLater(error);
  }

  #retryLater(error: Error): void {
    if (this.#closed) return;
    this.#options.onError?.(error);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), this.#isDeaf ? DEAF_RETRY_MS : this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #deliver(channel: string, payload: string | null): void {
    for (const handler of this.#handlers.get(channel) ?? []) handler(payload);
  }

  #run(client: pg.Client, command: string): void {
    this.#commands = this.#commands.then(async () => {
      if (this.#client !== client) return;
      await client.query(command).catch((error: Error) => this.#lost(client, error));
    });
  }
}
