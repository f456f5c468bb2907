import type { QueryResult } from "pg";
import { findLockWait, type LockWait, whileChecking } from "./lock-wait.ts";
import { LOCK_TIMEOUT_MS, withPatience } from "./patience.ts";
import type { Run } from "./run.ts";

const CHECK_MS = 100;

const BEGIN = `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SELECT pg_backend_pid() AS pid`;

/**
 * Longer than `deadlock_timeout`, after which the server ends an autovacuum that is in the way. Requests do not wait behind
 * whoever waits for this lock, so time does not matter.
 */
const AHEAD_OF_VACUUM_MS = 5000;

/**
 * Runs `work` in a transaction that waits for no lock for longer than {@link LOCK_TIMEOUT_MS}, and all of it again until it got
 * its locks.
 *
 * @throws what `work` throws for another reason; MigrationError if the run is interrupted
 */
export async function inTransaction(run: Run, what: string, work: () => Promise<void>): Promise<void> {
  const { client, lock } = run;
  await withPatience(run, what, async (last, note) => {
    const pid = pidOf(await client.query(BEGIN));
    const check = async (): Promise<void> => {
      const wait = await findLockWait(run, pid);
      if (wait !== null) note(wait);
    };
    const all = async (): Promise<void> => {
      if (last?.table) await client.query(keepVacuumOff(last.table));
      await work();
      await lock.requireHeld();
      await client.query("COMMIT");
    };
    try {
      await whileChecking(CHECK_MS, check, all());
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    }
  });
}

/**
 * Takes a lock that a vacuum needs, too, and that requests do not notice. A short wait for a stronger one would never end an
 * autovacuum, which may take hours.
 */
function keepVacuumOff(table: LockWait["table"]): string {
  return `SET LOCAL lock_timeout = ${AHEAD_OF_VACUUM_MS}; LOCK TABLE ${table} IN SHARE UPDATE EXCLUSIVE MODE;
    SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`;
}

/** The driver returns one result for each statement. */
function pidOf(results: unknown): number {
  return (results as QueryResult<{ pid: number }>[])[2]?.rows[0]?.pid ?? 0;
}
