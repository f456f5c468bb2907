import { readQuotaUse } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";
import { limitOf, quotaExceeded } from "./ledgers/quota-exceeded.ts";
import type { LeasedQuota } from "./ledgers/quota-ledger.ts";
import { hasRoom, type QuotaOwner } from "./within-quota.ts";

/**
 * `withinQuota` for previews and plans: whether the amount could be added now. It counts what exists and leases nothing: a
 * lease that nobody uses would count as used for a minute, and refuse the very thing that was planned.
 * @throws DomainError quota_exceeded
 */
export async function probeQuota(
  core: Core,
  organization: QuotaOwner,
  quota: LeasedQuota,
  amount: number,
): Promise<void> {
  if (hasRoom(core, organization, quota, amount)) return;
  const use = await readQuotaUse(core.db.tenant(organization.organizationId), quota);
  const limit = organization.quotas?.[quota] ?? limitOf(use, core.services.settings.quotas[quota]);
  if (use.used + amount > limit) throw quotaExceeded(quota, { used: use.used, limit }, amount);
}
