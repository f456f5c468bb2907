import type { ProviderSummary } from "@pragma/contract";
import { findProviders } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";

/** The providers of the caller's organization, shipped ones included, by name. The built-in `pragma` is none of them. */
export async function listProviders(core: Core, context: RequestContext): Promise<ProviderSummary[]> {
  const rows = await findProviders(core.db.tenant(context.organizationId));
  return rows.map((row) => ({
    provider_id: row.provider,
    // Until an own version serves, the shipped provider of that name does.
    current_version: row.serving_version ?? row.shipped_version,
    deployment_status: row.status ?? (row.shipped_version === null ? null : "available"),
    updated_at: row.updated_at,
  }));
}
