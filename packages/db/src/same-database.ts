import { randomInt } from "node:crypto";
import pg from "pg";
import { isOutage } from "./is-outage.ts";
import { createPool } from "./pool.ts";
import { refusedCertificate } from "./refused-certificate.ts";

const VARIABLE = "PRAGMA_DIRECT_DATABASE_URL";
const CONNECT_MS = 10_000;
const TRY = "SELECT pg_try_advisory_xact_lock($1) AS taken";
/** Of the keys of advisory locks, which have 64 bits; ours are of 48. */
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
  const direct = new pg.Client({ connectionString: directUrl, connectionTimeoutMillis: CONNECT_MS });
  direct.on("error", () => {});
  const key = randomInt(KEYS);
  try {
    await lock(direct, key);
    const { rows } = await pool.query<{ taken: boolean }>(TRY, [key]);
    if (rows[0]?.taken !== true) return;
  } finally {
    await direct.end().catch(() => {});
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
 * The same for a program that can begin without the way past the pooler: what it is for is tried again.
 *
 * @param onUnknown gets the error if one of them does not answer now
 * @throws Error worded for the operator
 */
export async function requireSameDatabaseIfKnown(
  pool: Pick<pg.Pool, "query">,
  directUrl: string,
  onUnknown: (error: unknown) => void,
): Promise<void> {
  try {
    await requireSameDatabase(pool, directUrl);
  } catch (error) {
    if (!isOutage(error)) throw error;
    onUnknown(error);
  }
}
