import { randomUUID } from "node:crypto";
import { findLockWait, whileChecking } from "./lock-wait.ts";
import { requireUninterrupted, withPatience } from "./patience.ts";
import type { Run } from "./run.ts";

const CHECK_MS = 500;
/** A wait is told again after so many checks. */
const TELL_EVERY = 60;

const IS_VALID = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)";

/**
 * Builds an index while its table is read and written. It waits for transactions that began before, without anybody waiting
 * behind it. If an attempt is cut off, it leaves an index that is written and never read: the next one removes that first.
 *
 * @param what whose index it is, for messages
 * @param sql one CREATE INDEX
 * @throws MigrationError if the run is interrupted; PostgreSQL's error, such as for a duplicate
 */
export async function buildConcurrently(run: Run, what: string, index: string, sql: string): Promise<void> {
  await withPatience(run, what, async () => {
    const { rows } = await run.client.query<{ valid: boolean }>(IS_VALID, [index]);
    // Complete: the end of an earlier run came before its record.
    if (rows[0]?.valid) return;
    if (rows[0]) await execute(run, what, index, `DROP INDEX CONCURRENTLY IF EXISTS "${index}"`);
    // At the beginning of a line: comments above may have the words, too.
    await execute(run, what, index, sql.replace(/^CREATE (UNIQUE )?INDEX\b/m, "CREATE $1INDEX CONCURRENTLY"));
  });
}

/** Runs a statement that may wait for as long as others like, tells what for, and ends it when the run is interrupted. */
async function execute(run: Run, what: string, index: string, sql: string): Promise<void> {
  // Found by its text: a pooler may give each statement another session.
  const mark = `/* ${randomUUID()} */`;
  try {
    await whileChecking(CHECK_MS, watcherOf(run, what, index, mark), run.client.query(`${mark} ${sql}`));
  } catch (error) {
    requireUninterrupted(run.signal, what);
    throw error;
  }
}

function watcherOf(run: Run, what: string, index: string, mark: string): () => Promise<void> {
  const { lock, onWaiting, signal } = run;
  let checks = 0;
  return async () => {
    const [running] = await lock.ask<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, '${mark}')`,
    );
    if (running === undefined) return;
    if (signal?.aborted) await lock.ask(`SELECT pg_cancel_backend(${running.pid})`);
    const wait = await findLockWait(run, running.pid);
    if (wait === null || checks++ % TELL_EVERY > 0) return;
    onWaiting(`${what} waits for ${wait.description}, until the index ${index} is complete. Requests do not wait`);
  };
}
