import type { Caller } from "../callers/caller.ts";
import { isConflict } from "../common/retry-on-conflict.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { LeasedQuota, Taken, Taking } from "./ledgers/quota-ledger.ts";

/** The owner of a quota, as far as a caller knows. */
export type QuotaOwner = Pick<Caller, "organizationId" | "quotas">;

/**
 * Adds something within a quota: see {@link QuotaLedger} for the guarantees.
 * @param write adds it, with the database of `core`; returns undefined if it was not added
 * @throws DomainError quota_exceeded; anything `write` throws
 */
export async function withinQuota<Result>(
  core: Core,
  organization: QuotaOwner,
  quota: LeasedQuota,
  amount: number,
  write: () => Promise<Result | undefined>,
): Promise<Result | undefined> {
  const taken = await core.services.quotas.take(core.db, takingOf(core, organization, quota, amount));
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

/** Whether the amount can be added without asking the database. */
export function hasRoom(core: Core, organization: QuotaOwner, quota: LeasedQuota, amount: number): boolean {
  return core.services.quotas.has(takingOf(core, organization, quota, amount));
}

/** The amount to take from the quota, and its owner. */
function takingOf(
  { services: { settings } }: Core,
  { organizationId, quotas }: QuotaOwner,
  quota: LeasedQuota,
  amount: number,
): Taking {
  const standard = settings.quotas[quota];
  return { organizationId, quota, amount, standard, value: quotas && (quotas[quota] ?? standard) };
}

/** After any failure but a conflict, nobody knows whether it was written. */
function dropAfter({ db }: Core, taken: Taken, error: unknown): void {
  if (db.inTransaction) db.afterRollback(taken.dropped);
  else if (isConflict(error)) taken.dropped();
}
