import { ConfigError, type ProviderContext } from "@pragma/sdk/provider";
import type pg from "pg";
import { connect } from "./connect.ts";
import { Limiter } from "./limiter.ts";
import { retryConflicts } from "./retry-conflicts.ts";
import { parseServerUrl, type Server } from "./server-url.ts";
import { MissingDatabase, translateError } from "./translate-error.ts";

/** Deadline and log of a call. */
export type Call = Pick<ProviderContext, "signal" | "log">;

/** Where to connect: the server, and a database other than the one its URL names. */
export interface Target {
  readonly server_url: string;
  readonly server_ca?: string | undefined;
  readonly database?: string | undefined;
}

/** One connection with the settings that all work here relies on. */
export interface Session {
  readonly server: Server;
  /** As in server_version_num: 150004. */
  readonly version: number;
  /** Statements with parameters go over the extended protocol; DDL takes none and has its values quoted. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** All of `work` or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}

/** Per server and process. A tenth of PostgreSQL's default max_connections, so that several workers fit. */
const CONNECTIONS_PER_SERVER = 10;
const MINIMUM_VERSION = 130_000;

const limiter = new Limiter(CONNECTIONS_PER_SERVER);

/**
 * - search_path: nobody who owns a database can slip in a function that runs with the administrator's rights (CVE-2018-1058).
 * - lock_timeout: waiting for someone's transaction for ever would only use up the deadline.
 * - statement_timeout and client_connection_check_interval (14 and newer): a statement whose caller has gone ends too.
 */
const SETTINGS = `
  SET search_path = pg_catalog;
  SET lock_timeout = '15s';
  SET statement_timeout = '10min';
  SELECT set_config('client_connection_check_interval', '1s', false)
    WHERE current_setting('server_version_num')::int >= 140000`;

/**
 * Runs `work` on a connection of its own, which is closed whatever happens. At most 10 connections a server are open;
 * further calls wait their turn. `work` runs again when it collides with another on the catalog, so it must be
 * repeatable. Never call it within itself: waiting for a place while holding one is a deadlock.
 *
 * Throws ConfigError, RetryAfter or a plain error as `translateError` says; the signal's reason once it is aborted.
 */
export async function withSession<T>(call: Call, target: Target, work: (session: Session) => Promise<T>): Promise<T> {
  const server = parseServerUrl(target.server_url, target.server_ca);
  const database = target.database ?? server.database;
  return await limiter.run(`${server.host}:${server.port}`, call.signal, async () => {
    try {
      return await runSession(call, server, database, work);
    } catch (error) {
      call.signal.throwIfAborted();
      throw translateError(error, { ...server, database });
    }
  });
}

/** The same for work that is already done where the database does not exist: taking things out of it. */
export async function withSessionIfDatabaseExists(
  call: Call,
  target: Target,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  try {
    await withSession(call, target, work);
  } catch (error) {
    if (!(error instanceof MissingDatabase)) throw error;
    call.log.info(`database "${target.database}" does not exist, so there is nothing to remove from it`);
  }
}

async function runSession<T>(
  call: Call,
  server: Server,
  database: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const connection = await connect(server, database, call.signal);
  try {
    const session = await prepare(connection.client, server);
    return await retryConflicts(call.signal, () => work(session));
  } finally {
    await connection.close();
  }
}

async function prepare(client: pg.Client, server: Server): Promise<Session> {
  await client.query(SETTINGS);
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  const version = rows[0]?.version ?? 0;
  if (version < MINIMUM_VERSION) {
    throw new ConfigError(`PostgreSQL 13 or newer is needed, this server is ${Math.floor(version / 10_000)}`);
  }
  return {
    server,
    version,
    async query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      return (await client.query<Row>(text, values)).rows;
    },
    async transaction(work) {
      await client.query("BEGIN");
      try {
        const result = await work();
        await client.query("COMMIT");
        return result;
      } catch (error) {
        // On a broken connection there is nothing to roll back, and the first error is the one to report.
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      }
    },
  };
}
