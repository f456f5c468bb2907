import type { Core } from "../unit-of-work/core.ts";
import type { LeasedQuota } from "./ledgers/quota-ledger.ts";
import { type QuotaOwner, takingOf } from "./within-quota.ts";

/**
 * `withinQuota` for previews: checks whether the amount could be added now, without taking any of the quota.
 * @throws DomainError quota_exceeded
 */
export async function probeQuota(
  core: Core,
  organization: QuotaOwner,
  quota: LeasedQuota,
  amount: number,
): Promise<void> {
  const taken = await core.services.quotas.take(core.db, takingOf(core, organization, quota, amount));
  taken.dropped();
}
