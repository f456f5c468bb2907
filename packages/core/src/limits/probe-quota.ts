import type { Core } from "../core.ts";
import type { LeasedQuota } from "./quota-ledger.ts";

/**
 * `withinQuota` for those who only look: whether so much could be added now. Nothing of the quota is used.
 * @throws DomainError quota_exceeded
 */
export async function probeQuota(
  core: Core,
  organizationId: string,
  quota: LeasedQuota,
  amount: number,
): Promise<void> {
  const standard = core.settings.quotas[quota];
  const taken = await core.quotas.take(core.db, { organizationId, quota, amount, standard });
  taken.dropped();
}
