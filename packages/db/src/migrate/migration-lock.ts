import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** The advisory lock that `prisma migrate` takes too, so the two never run at once. */
const MIGRATION_LOCK = 72707369;

/** Whoever waits holds no session of a pooler meanwhile, which may have few. */
const LOOK_AGAIN_MS = 100;

/** The right to migrate a database. */
export interface MigrationLock {
  /** @throws Error if it was lost with its connection: somebody else may be migrating */
  requireHeld(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the right to migrate, once nobody else has it. A transaction on a connection of its own holds it, since a pooler by
 * transaction gives a session to whoever comes next: a lock of the session would keep nobody out, and stay there.
 */
export async function lockMigrations(url: string): Promise<MigrationLock> {
  const client = new Client({ connectionString: url, application_name: "pragma migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    while (!(await tryLock(client))) await sleep(LOOK_AGAIN_MS);
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    requireHeld: async () => void (await client.query("select 1")),
    async release() {
      await client.query("rollback").catch(() => {});
      await client.end();
    },
  };
}

/** @returns whether its transaction has it; if not, there is none */
async function tryLock(client: Client): Promise<boolean> {
  // A long migration does not count as idleness of this connection.
  await client.query("begin; set local idle_in_transaction_session_timeout = 0");
  const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_xact_lock($1) as taken", [
    MIGRATION_LOCK,
  ]);
  const isTaken = rows[0]?.taken === true;
  if (!isTaken) await client.query("rollback");
  return isTaken;
}
