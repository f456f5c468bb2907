import type { Caller } from "../callers/caller.ts";
import { isConflict } from "../common/retry-on-conflict.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { LeasedQuota, Taken, Taking } from "./ledgers/quota-ledger.ts";

/** Whose quota it is, as far as a caller knows. */
export type QuotaOwner = Pick<Caller, "organizationId" | "quotas">;

/**
 * Adds something within a quota: see {@link QuotaLedger} for what is promised.
 * @param write adds it, with the database of `core`; undefined if it was not added
 * @throws DomainError quota_exceeded; whatever `write` throws
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

/** Whether so much can be added without asking the database. */
export function hasRoom(core: Core, organization: QuotaOwner, quota: LeasedQuota, amount: number): boolean {
  return core.services.quotas.has(takingOf(core, organization, quota, amount));
}

/** What is to be taken of whose quota. */
export function takingOf(
  { services: { settings } }: Core,
  { organizationId, quotas }: QuotaOwner,
  quota: LeasedQuota,
  amount: number,
): Taking {
  const standard = settings.quotas[quota];
  return { organizationId, quota, amount, standard, value: quotas && (quotas[quota] ?? standard) };
}

/** Of what failed otherwise than by a conflict nobody knows whether it was written. */
function dropAfter({ db }: Core, taken: Taken, error: unknown): void {
  if (db.inTransaction) db.afterRollback(taken.dropped);
  else if (isConflict(error)) taken.dropped();
}
