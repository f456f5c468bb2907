import type { Quota } from "@pragma/contract";
import { lockQuota, type QuotaUse, readQuotaUse } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";
import { limitOf, quotaExceeded } from "./ledgers/quota-exceeded.ts";

/** Quotas of what is added rarely, and of which there is little: counted each time. */
export type CountedQuota = Exclude<Quota, "resources" | "file_bytes">;

/**
 * Lets one more be added, in the transaction of `core`. Nobody else adds any until that has ended, so the quota is never
 * exceeded: take it late.
 * @throws DomainError quota_exceeded; quota where waiting helps
 */
export async function requireRoom(core: Core, organizationId: string, quota: CountedQuota): Promise<void> {
  check(core, quota, await lockQuota(core.db.tenant(organizationId), quota));
}

/**
 * `requireRoom` for those who are to learn early that there is none: it holds back nobody, and promises nothing.
 * @throws DomainError quota_exceeded; quota where waiting helps
 */
export async function checkRoom(core: Core, organizationId: string, ...quotas: CountedQuota[]): Promise<void> {
  for (const quota of quotas) check(core, quota, await readQuotaUse(core.db.tenant(organizationId), quota));
}

function check({ services: { settings } }: Core, quota: CountedQuota, use: QuotaUse): void {
  const limit = limitOf(use, settings.quotas[quota]);
  if (use.used >= limit) throw quotaExceeded(quota, { used: use.used, limit });
}
