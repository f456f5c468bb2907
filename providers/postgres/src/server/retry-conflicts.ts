import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const ATTEMPTS = 12;
const MAX_DELAY_MS = 1000;

const CONFLICTS = new Set([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "42710", // duplicate_object
  "42P04", // duplicate_database
  "42P06", // duplicate_schema
]);

/**
 * Whether two statements met on the same rows of the catalog. PostgreSQL does not lock those for every DDL statement:
 * the later one fails with an internal error or, when both create, with a duplicate, because all work here looks first.
 */
export function isCatalogConflict(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (CONFLICTS.has(error.code ?? "")) return true;
  if (error.code === "XX000") return /tuple concurrently (?:updated|deleted)/.test(error.message);
  return error.code === "23505" && error.schema === "pg_catalog";
}

/**
 * Runs `work` again, after a growing random pause, as long as it fails on such a conflict; gives the last error after
 * 12 attempts. `work` must look at the catalog anew each time.
 */
export async function retryConflicts<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !isCatalogConflict(error)) throw error;
      await sleep(Math.random() * Math.min(20 * 2 ** attempt, MAX_DELAY_MS), undefined, { signal });
    }
  }
}
