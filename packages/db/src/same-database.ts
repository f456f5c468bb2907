import { randomInt } from "node:crypto";
import pg from "pg";
import { endConnection } from "./end-connection.ts";
import { isOutage } from "./is-outage.ts";
import { createPool } from "./pool.ts";
import { refusedCertificate } from "./refused-certificate.ts";

const VARIABLE = "PRAGMA_DIRECT_DATABASE_URL";
/** For a connection, and for each answer: a server that hangs is an outage, too. */
const ANSWER_MS = 10_000;
const TRY = "SELECT pg_try_advisory_xact_lock($1) AS taken";
/** Range of our keys of advisory locks: 48 of the 64 bits. */
const KEYS = 2 ** 48 - 1;

/**
 * Makes sure that the way past a pooler leads to the database that the pooler leads to: workers would take the jobs of one and
 * the resources of another, and migrations would change the wrong one. A lock tells, which only that database knows of: its
 * name may be another in the pooler, and two servers may have databases of one name.
 *
 * @param pool of `DATABASE_URL`
 * @param directUrl what `PRAGMA_DIRECT_DATABASE_URL` says
 * @throws Error worded for the operator; PostgreSQL's error if one of them cannot be queried
 */
export async function requireSameDatabase(pool: Pick<pg.Pool, "query">, directUrl: string): Promise<void> {
  const direct = new pg.Client({
    connectionString: directUrl,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  direct.on("error", () => {});
  const key = randomInt(KEYS);
  try {
    await lock(direct, key);
    const { rows } = await pool.query<{ taken: boolean }>(TRY, [key]);
    if (rows[0]?.taken !== true) return;
  } finally {
    await endConnection(direct);
  }
  throw new Error(
    `${VARIABLE}: leads to another database than DATABASE_URL, or to a replica of it. It must be the address of ` +
      "the same one, past the pooler",
  );
}

/** The same before anything else is connected: see {@link requireSameDatabase}. */
export async function requireOneDatabase(databaseUrl: string, directUrl: string): Promise<void> {
  const pool = createPool({ url: databaseUrl, name: "pragma", max: 1 });
  await requireSameDatabase(pool, directUrl).finally(() => pool.end());
}

async function lock(direct: pg.Client, key: number): Promise<void> {
  try {
    await direct.connect();
    await direct.query("BEGIN");
    await direct.query(TRY, [key]);
  } catch (error) {
    if (isOutage(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refusedCertificate(error, VARIABLE) ?? new Error(`${VARIABLE}: ${reason}`, { cause: error });
  }
}

/**
 * The same for a program that starts while the way past the pooler does not answer: the check is repeated with each call until it
 * has succeeded, and whoever uses that way asks before. Calls at one time share it.
 *
 * @returns throws as {@link requireSameDatabase} does
 */
export function sameDatabaseCheck(pool: Pick<pg.Pool, "query">, directUrl: string): () => Promise<void> {
  let known: Promise<void> | undefined;
  return () => {
    known ??= requireSameDatabase(pool, directUrl).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
