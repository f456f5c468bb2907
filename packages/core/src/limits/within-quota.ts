import type { Core } from "../core.ts";
import { isConflict } from "../resources/retry-on-conflict.ts";
import type { LeasedQuota, Taken } from "./quota-ledger.ts";

/**
 * Adds something within a quota: see {@link QuotaLedger} for what is promised.
 * @param write adds it, with the database of `core`; undefined if it was not added
 * @throws DomainError quota_exceeded; whatever `write` throws
 */
export async function withinQuota<Result>(
  core: Core,
  organizationId: string,
  quota: LeasedQuota,
  amount: number,
  write: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const standard = core.settings.quotas[quota];
  const taken = await core.quotas.take(core.db, { organizationId, quota, amount, standard });
  let result: Result | undefined;
  try {
    result = await write();
  } catch (error) {
    dropAfter(core, taken, error);
    throw error;
  }
  if (result === undefined) {
    taken.dropped();
    return undefined;
  }
  core.db.afterCommit(taken.added);
  core.db.afterRollback(taken.dropped);
  return result;
}

/** Of what failed otherwise than by a conflict nobody knows whether it was written. */
function dropAfter({ db }: Core, taken: Taken, error: unknown): void {
  if (db.inTransaction) db.afterRollback(taken.dropped);
  else if (isConflict(error)) taken.dropped();
}
