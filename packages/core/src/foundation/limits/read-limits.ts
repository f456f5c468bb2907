import { LIMITS, type LimitName, type OrganizationLimit, QUOTAS, type Quota } from "@pragma/contract";
import { findOrganizationLimits } from "@pragma/db/administration";
import { readQuotaUse, readRequests } from "@pragma/db/queries";
import type { Core } from "../unit-of-work/core.ts";

type Used = Readonly<Record<Quota, number>>;

/**
 * The limits of an organization and their use. Counts whose cost grows with the organization are shared by all readers
 * and may be slightly outdated; the limits themselves are not.
 */
export async function readLimits(core: Core, organizationId: string): Promise<OrganizationLimit[]> {
  const { settings, overview } = core.services;
  const tenant = core.db.tenant(organizationId);
  const own = new Map((await findOrganizationLimits(tenant)).map(({ name, value }) => [name, value]));
  const counted = await overview.usage.get(organizationId, () => count(core, organizationId));
  const requests = await readRequests(tenant, settings.rateLimitWindowSeconds);
  const used: Record<LimitName, number> = { ...counted, requests: requests.used };
  const standard: Record<LimitName, number> = { ...settings.quotas, requests: settings.rateLimit };
  return LIMITS.map((limit) => {
    const value = own.get(limit) ?? standard[limit];
    return {
      limit,
      value,
      standard: standard[limit],
      raised: own.has(limit),
      // Leases that came too late are counted, although they got nothing.
      used: limit === "requests" ? Math.min(used.requests, value) : used[limit],
    };
  });
}

async function count(core: Core, organizationId: string): Promise<Used> {
  const used: Partial<Record<Quota, number>> = {};
  for (const quota of QUOTAS) used[quota] = (await readQuotaUse(core.db.tenant(organizationId), quota)).used;
  return used as Used;
}
