import type pg from "pg";
import { isMisplaced } from "./is-outage.ts";

const NAME = "pooler_check";

/** A connection for a while. */
interface Held {
  readonly client: pg.PoolClient;
  giveBack(broken: boolean): void;
}

/** A pooler that keeps prepared statements gives them names of its own. */
const AS_NAMED = {
  name: NAME,
  text: `SELECT EXISTS (SELECT 1 FROM pg_prepared_statements WHERE name = '${NAME}') AS as_named`,
};

const PID = "SELECT pg_backend_pid() AS pid";

/** How often it is looked whether two connections are given one session. Each time others may come between. */
const CHECKS = 3;

const MISPLACES =
  "The pooler gives the database's sessions to one transaction after another, and does not keep prepared statements: set " +
  "max_prepared_statements (PgBouncer 1.21 or newer), or have it pool by session";

const NO_TRANSACTIONS = "The pooler lets no transactions through: have it pool by transaction or by session";

/**
 * Finds what a pooler does not let through: transactions, or prepared statements. Those fail only where another session is given
 * than they were prepared in, which depends on who else is there; so it is not tried, but looked at under which name the server
 * knows one. Under ours it is right only where a connection keeps its session.
 *
 * @returns null if all is well
 */
export async function findPoolerFault(hold: () => Promise<Held>): Promise<string | null> {
  return withHeld(hold, async (first) => {
    try {
      const asNamed = await inTransaction<{ as_named: boolean }>(first, AS_NAMED);
      if (!asNamed.as_named) return null;
    } catch (error) {
      if (isMisplaced(error)) return MISPLACES;
      if (error instanceof Error && /transaction blocks not allowed/i.test(error.message)) return NO_TRANSACTIONS;
      throw error;
    }
    return withHeld(hold, async (second) => {
      for (let check = 0; check < CHECKS; check++) if (await shareSession(first, second)) return MISPLACES;
      return null;
    });
  });
}

/** Whether the session of one connection goes to another, or changes. */
async function shareSession(first: pg.PoolClient, second: pg.PoolClient): Promise<boolean> {
  const before = await pidOf(first);
  // The session that was given back last is the first to be given again.
  return (await pidOf(second)) === before || (await pidOf(first)) !== before;
}

async function pidOf(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(PID);
  return rows[0]?.pid as number;
}

async function inTransaction<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  query: pg.QueryConfig,
): Promise<Row> {
  // Alone: a pooler that refuses it closes the connection, and whatever is sent after that fails without its reason.
  await client.query("BEGIN");
  const [answered, ended] = await Promise.allSettled([client.query<Row>(query), client.query("COMMIT")]);
  for (const outcome of [answered, ended]) if (outcome.status === "rejected") throw outcome.reason;
  return (answered as PromiseFulfilledResult<pg.QueryResult<Row>>).value.rows[0] as Row;
}

async function withHeld<Result>(
  hold: () => Promise<Held>,
  use: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const held = await hold();
  let isBroken = true;
  try {
    const result = await use(held.client);
    isBroken = false;
    return result;
  } finally {
    held.giveBack(isBroken);
  }
}
