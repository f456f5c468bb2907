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
/** What somebody else got in the moment between: another handler the resource, another account the email. */
const TAKEN = new Set(["leases_pkey", "users_email_key"]);
const ATTEMPTS = 100;
/** The first repetitions follow at once: most conflicts are between two. */
const AT_ONCE = 3;
const MAX_DELAY_MS = 50;

/**
 * Repeats read–decide–write until the write met the row that was read. Each round means that another writer got on; in
 * a crowd each steps aside for a random moment, so that all of them get their turn.
 *
 * Inside a transaction nothing is repeated: PostgreSQL has ended it where it reports a deadlock, and its locks stay
 * until it is undone. The conflict goes out to whoever began the transaction, and repeats all of it.
 * @param db bound to the transaction that `work` is part of, if any
 * @throws DomainError conflict if that never happens; whatever `work` throws
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

/** Whether an error says that somebody else was faster, so that the same work may go well when it is done again. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConcurrentChange) return true;
  if (!(error instanceof Error && "code" in error)) return false;
  return RETRYABLE.has(String(error.code)) || ("constraint" in error && TAKEN.has(String(error.constraint)));
}
