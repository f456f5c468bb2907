import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { HangWatch } from "./hang-watch.ts";
import { PLANNED_ONCE } from "./planning.ts";
import { Sessions } from "./sessions.ts";
import { breakSilentConnections } from "./silent-connections.ts";

export interface PoolOptions {
  /** Connection URL of the platform's database. */
  url: string;
  /** Shown in pg_stat_activity. */
  name: string;
  /** Maximum number of connections, 20 by default. */
  max?: number;
  /** When the server cancels a statement; after 30 s by default. */
  statementTimeoutMs?: number;
  /** When the server cancels a statement that waits for a lock; after 10 s by default. */
  lockTimeoutMs?: number;
  /**
   * How long a connection that owes an answer may be silent before it is dropped, along with whatever waits for it: the
   * database, or the network, hangs. By default 2 s longer than the server may take for a statement.
   */
  silenceMs?: number;
  /** How long a caller waits for a free connection, or for the server to accept a new one. 10 s by default. */
  connectTimeoutMs?: number;
  /** Whether what waits for a database that hangs fails within 3 s ({@link HangWatch}): somebody waits for an answer. */
  failsFast?: boolean;
  /** With false, a crash of the database may lose the last moments: for work that is then repeated. */
  durable?: boolean;
  /** Called for an idle connection that broke; the pool replaces it on its own. */
  onError?: (error: Error) => void;
}

const ANSWER_MS = 2000;
/** The system's default is two hours. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Creates the pool of one process. Each connection plans named statements once ({@link PLANNED_ONCE}): otherwise it
 * would plan each of them five times before it keeps a plan. Sessions run in UTC; a transaction left idle is ended
 * after 60 s. Behind a pooler that holds for what goes through {@link createDatabase}; what is asked of the pool itself
 * runs under the settings of whichever session it gets.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { url, name, max = 20, durable = true, failsFast = false, onError, ...timeouts } = options;
  const { statementTimeoutMs = 30_000, lockTimeoutMs = 10_000, connectTimeoutMs = 10_000 } = timeouts;
  const sessions = new Sessions({
    TimeZone: "UTC",
    ...PLANNED_ONCE,
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockTimeoutMs),
    idle_in_transaction_session_timeout: "60000",
    ...(durable ? {} : { synchronous_commit: "off" }),
  });
  const server = { connectionString: url, application_name: name };
  let watch: HangWatch | undefined;
  class Watched extends pg.Client {
    constructor(config: pg.ClientConfig) {
      super(config);
      watch?.add(this);
    }
  }
  const pool = new pg.Pool({
    ...server,
    ...(failsFast && { Client: Watched as unknown as new () => pg.ClientBase }),
    pipeline: true,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    onConnect: (client: pg.ClientBase) => sessions.prepare(client, connectTimeoutMs),
  });
  sessions.belongTo(pool);
  if (failsFast) watch = new HangWatch(pool, server);
  breakSilentConnections(pool, timeouts.silenceMs ?? statementTimeoutMs + ANSWER_MS);
  pool.on("error", (error) => onError?.(error));
  // A connection lost while in use fails its next statement. Without a listener the event would end the process.
  pool.on("connect", (client) => client.on("error", noop));
  return pool;
}

function noop(): void {}

const LOOK_MS = 20;
const QUIET_LOOKS = 5;
const QUIET_PATIENCE_MS = 2000;

/**
 * Ends a pool once nothing has used it for a tenth of a second, after 2 s in any case: a request whose client has gone may still
 * be running, and would fail with its next statement.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  const end = performance.now() + QUIET_PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < end; await sleep(LOOK_MS)) {
    const isQuiet = pool.idleCount === pool.totalCount && pool.waitingCount === 0;
    quiet = isQuiet ? quiet + 1 : 0;
  }
  await pool.end();
}
