import { SHIPPED_ORGANIZATION_ID } from "../../ids.ts";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { DeploymentRow } from "./provider-deployments.ts";

/** A provider that an organization pushed, or a shipped one. */
export interface ListedProvider {
  provider: string;
  serving_version: string | null;
  status: DeploymentRow["status"] | null;
  shipped_version: string | null;
  updated_at: string;
}

const list = tenantStatement(
  "list_providers",
  `WITH shipped AS (
     SELECT provider, max(version) AS version, max(updated_at) AS updated_at FROM provider_types
     WHERE organization_id = '${SHIPPED_ORGANIZATION_ID}' GROUP BY provider
   ), pushed AS (
     SELECT provider, max(GREATEST(created_at, finished_at)) AS updated_at FROM provider_builds
     WHERE organization_id = $1 GROUP BY provider
   ), deployed AS (
     SELECT provider, serving_version, status, updated_at FROM provider_deployments WHERE organization_id = $1
   )
   SELECT provider, d.serving_version, d.status, s.version AS shipped_version,
     COALESCE(d.updated_at, s.updated_at, p.updated_at) AS updated_at
   FROM shipped s FULL JOIN pushed p USING (provider) FULL JOIN deployed d USING (provider)
   ORDER BY provider`,
);

/** The organization's own providers and the shipped ones, by name. */
export function findProviders(tenant: Tenant): Promise<ListedProvider[]> {
  return tenant.query<ListedProvider>(list);
}
