import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** Steps done at least once in an organization. */
export interface ChecklistRow {
  token_created: boolean;
  resource_applied: boolean;
  resource_ready: boolean;
  provider_pushed: boolean;
  provider_deployed: boolean;
  member_joined: boolean;
}

// Deleted resources count too: their history stays.
const checklist = tenantStatement(
  "checklist",
  `SELECT EXISTS (SELECT 1 FROM api_tokens WHERE organization_id = $1 AND id <> $2) AS token_created,
     EXISTS (SELECT 1 FROM resource_changes WHERE organization_id = $1)
       OR EXISTS (SELECT 1 FROM resources WHERE organization_id = $1) AS resource_applied,
     EXISTS (SELECT 1 FROM resources WHERE organization_id = $1 AND provisioned) AS resource_ready,
     EXISTS (SELECT 1 FROM provider_builds WHERE organization_id = $1) AS provider_pushed,
     EXISTS (
       SELECT 1 FROM provider_deployments WHERE organization_id = $1 AND serving_version IS NOT NULL
     ) AS provider_deployed,
     (SELECT count(*) > 1 FROM memberships WHERE organization_id = $1) AS member_joined`,
);

/** @param bootstrapTokenId of the token that nobody in the organization created */
export async function findChecklist(tenant: Tenant, bootstrapTokenId: string): Promise<ChecklistRow> {
  return (await tenant.queryOne<ChecklistRow>(checklist, bootstrapTokenId)) as ChecklistRow;
}
