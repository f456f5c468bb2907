import pg from "pg";

export interface PoolOptions {
  /** Connection URL of the platform's database. */
  url: string;
  /** Shown in pg_stat_activity. */
  name: string;
  /** Most connections, 20 by default. */
  max?: number;
  /** How long a caller waits for a statement, in case the connection hangs; without limit if left out. */
  queryTimeoutMs?: number;
  /** False lets a crash of the database take back the last moments: for what is done again then. */
  durable?: boolean;
  /** Called for an idle connection that broke; the pool replaces it by itself. */
  onError?: (error: Error) => void;
}

/**
 * Creates the pool of one process. Named statements are planned once a connection (`force_generic_plan`): otherwise each
 * connection would plan each of them five times before it keeps a plan. Sessions run in UTC; a statement is ended after 30 s, a transaction left idle
 * after 60 s.
 */
export function createPool({ url, name, max = 20, queryTimeoutMs, durable = true, onError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    pipeline: true,
    application_name: name,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    idle_in_transaction_session_timeout: 60_000,
    options: `-c TimeZone=UTC -c plan_cache_mode=force_generic_plan${durable ? "" : " -c synchronous_commit=off"}`,
  });
  pool.on("error", (error) => onError?.(error));
  return pool;
}
