import type { ProviderSummary } from "@pragma/contract";
import { findProviders } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** The providers of the caller's organization, including shipped ones, by name. Without the built-in `pragma`. */
export async function listProviders(core: Core, context: RequestContext): Promise<ProviderSummary[]> {
  const { organizationId } = context;
  const rows = await core.reading(organizationId, (reader) => findProviders(reader.db.tenant(organizationId)));
  return rows.map((row) => ({
    provider_id: row.provider,
    // The shipped provider of that name serves until the organization's own version does.
    current_version: row.serving_version ?? row.shipped_version,
    deployment_status: row.status ?? (row.shipped_version === null ? null : "available"),
    updated_at: row.updated_at,
  }));
}
