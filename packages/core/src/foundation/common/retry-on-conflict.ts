import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@pragma/db";
import { DomainError } from "./errors.ts";

/** The row changed between reading and writing it. */
export class ConcurrentChange extends Error {
  constructor() {
    super("The resource was changed by someone else at the same moment");
    this.name = "ConcurrentChange";
  }
}

/** Postgres: serialization_failure, deadlock_detected. */
const RETRYABLE = new Set(["40001", "40P01"]);
/** Constraints violated when another writer was first: a handler for the resource, or an account with the email. */
const TAKEN = new Set(["leases_pkey", "users_email_key"]);
const ATTEMPTS = 100;
/** The first retries are immediate: most conflicts are between two writers. */
const AT_ONCE = 3;
const MAX_DELAY_MS = 50;

/**
 * Repeats read, decide and write until the row is unchanged between the read and the write. Each failed round means
 * that another writer succeeded; under contention every writer waits for a random moment, so that all get their turn.
 *
 * Nothing is repeated inside a transaction: after a deadlock PostgreSQL has aborted it, and its locks stay until it is
 * rolled back. The conflict propagates to whoever began the transaction, who repeats all of it.
 * @param db bound to the transaction that `work` is part of, if any
 * @throws DomainError conflict if no attempt succeeds; anything `work` throws
 */
export async function retryOnConflict<Result>({ db }: { db: Database }, work: () => Promise<Result>): Promise<Result> {
  if (db.inTransaction) return work();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === ATTEMPTS) throw new DomainError("conflict", "Others keep changing the same object; try again");
    }
    if (attempt > AT_ONCE) await sleep(Math.random() * Math.min(MAX_DELAY_MS, attempt * 2));
  }
}

/** Whether an error means that another writer was faster, so that the same work may succeed if repeated. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  if (!(error instanceof Error && "code" in error)) return false;
  return RETRYABLE.has(String(error.code)) || ("constraint" in error && TAKEN.has(String(error.constraint)));
}
