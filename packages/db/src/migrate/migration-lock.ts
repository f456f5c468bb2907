import { setTimeout as sleep } from "node:timers/promises";
import { Client, type QueryResult } from "pg";
import { requireUninterrupted } from "./patience.ts";

/** The advisory lock that `prisma migrate` takes too, so the two never run at once. */
const MIGRATION_LOCK = 72707369;

/** While waiting, no session of a pooler is held: it may have few. */
const LOOK_AGAIN_MS = 100;

/** The right to migrate a database. */
export interface MigrationLock {
  /** @throws Error if it was lost with its connection: somebody else may be migrating */
  requireHeld(): Promise<void>;
  /** Asks something about the server's processes, over its connection. An error loses the lock. */
  ask<Row>(text: string): Promise<Row[]>;
  release(): Promise<void>;
}

/**
 * Takes the right to migrate, once nobody else has it. A transaction on a connection of its own holds it, since a pooler by
 * transaction gives a session to whoever comes next: a lock of the session would keep nobody out, and stay there.
 *
 * An index is built once nobody has an older snapshot, and this transaction must have none between its statements: it reads
 * what is committed, and its statements have no parameters, since the server keeps what it bound those to.
 *
 * @param signal ends the wait
 * @throws MigrationError if the wait was ended
 */
export async function lockMigrations(url: string, signal?: AbortSignal): Promise<MigrationLock> {
  const client = new Client({ connectionString: url, application_name: "pragma migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    while (!(await tryLock(client))) {
      requireUninterrupted(signal, "the migration");
      await sleep(LOOK_AGAIN_MS);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    requireHeld: async () => void (await client.query("select 1")),
    ask: (text) => askAnew(client, text),
    async release() {
      await client.query("rollback").catch(() => {});
      await client.end();
    },
  };
}

/** Within a transaction, the server would tell each time what its processes did when it was first asked. */
async function askAnew<Row>(client: Client, text: string): Promise<Row[]> {
  const results: unknown = await client.query(`select pg_stat_clear_snapshot(); ${text}`);
  return ((results as QueryResult[])[1]?.rows ?? []) as Row[];
}

/** @returns whether its transaction has it; if not, there is none */
async function tryLock(client: Client): Promise<boolean> {
  // A long migration does not count as idleness of this connection.
  await client.query("begin isolation level read committed; set local idle_in_transaction_session_timeout = 0");
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as taken`,
  );
  const isTaken = rows[0]?.taken === true;
  if (!isTaken) await client.query("rollback");
  return isTaken;
}
