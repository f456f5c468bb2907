import type { Quota } from "@pragma/contract";
import { lockQuota, type QuotaUse, readQuotaUse } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";
import { limitOf, quotaExceeded } from "./ledgers/quota-exceeded.ts";

/** Quotas of things that are few and rarely added: counted each time. */
export type CountedQuota = Exclude<Quota, "resources" | "file_bytes">;

/**
 * Lets one more be added in the transaction of `core`. Nobody else can add any until it ends, so the quota is never
 * exceeded: call it late.
 * @throws DomainError quota_exceeded; quota if waiting helps
 */
export async function requireRoom(core: Core, organizationId: string, quota: CountedQuota): Promise<void> {
  check(core, quota, await lockQuota(core.db.tenant(organizationId), quota));
}

/**
 * `requireRoom` as an early check: blocks nobody, and guarantees nothing.
 * @throws DomainError quota_exceeded; quota if waiting helps
 */
export async function checkRoom(core: Core, organizationId: string, ...quotas: CountedQuota[]): Promise<void> {
  for (const quota of quotas) check(core, quota, await readQuotaUse(core.db.tenant(organizationId), quota));
}

function check({ services: { settings } }: Core, quota: CountedQuota, use: QuotaUse): void {
  const limit = limitOf(use, settings.quotas[quota]);
  if (use.used >= limit) throw quotaExceeded(quota, { used: use.used, limit });
}
