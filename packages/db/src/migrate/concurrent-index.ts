import { whileLooking } from "./lock-wait.ts";
import { requireUninterrupted, withPatience } from "./patience.ts";
import type { Run } from "./run.ts";

const LOOK_MS = 500;
/** A wait is told again after so many looks. */
const TELL_EVERY = 60;

const IS_VALID = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)";

const progressOf = (index: string): string => `
  SELECT p.phase, p.pid, p.current_locker_pid AS locker, NULLIF(a.application_name, '') AS name
  FROM pg_stat_progress_create_index p LEFT JOIN pg_stat_activity a ON a.pid = p.current_locker_pid
  WHERE p.datname = current_database() AND p.command LIKE '% CONCURRENTLY' AND p.index_relid = to_regclass('${index}')`;

interface Progress {
  phase: string;
  pid: number;
  locker: string | null;
  name: string | null;
}

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
    if (rows[0]) await run.client.query(`DROP INDEX CONCURRENTLY IF EXISTS "${index}"`);
    const create = sql.replace(/\bCREATE (UNIQUE )?INDEX\b/, "CREATE $1INDEX CONCURRENTLY");
    try {
      await whileLooking(LOOK_MS, watcherOf(run, what, index), run.client.query(create));
    } catch (error) {
      requireUninterrupted(run.signal, what);
      throw error;
    }
  });
}

/** Tells what the build waits for, and ends it when the run is interrupted. */
function watcherOf({ lock, onWaiting, signal }: Run, what: string, index: string): () => Promise<void> {
  let looks = 0;
  return async () => {
    const [progress] = await lock.ask<Progress>(progressOf(index));
    if (progress === undefined) return;
    if (signal?.aborted) await lock.ask(`SELECT pg_cancel_backend(${progress.pid})`);
    if (!progress.phase.startsWith("waiting for") || looks++ % TELL_EVERY > 0) return;
    const { locker, name } = progress;
    const process = `process ${locker}${name === null ? "" : ` (${name})`}`;
    const who = Number(locker) === 0 ? "open transactions to end" : `${process} to end its transaction`;
    onWaiting(`${what} waits for ${who}, until the index ${index} is complete. Requests do not wait`);
  };
}
