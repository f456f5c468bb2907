import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isInternalId } from "../sql/internal-id.ts";
import type { ResourceRow } from "../sql/resource-row.ts";
import { typesVersion } from "../sql/types-version.ts";

/** What is known of a resource and the real thing. */
export interface DriftRow
  extends Pick<
    ResourceRow,
    "id" | "provider" | "resource" | "drift" | "handling" | "paused" | "provisioned" | "deleting_since"
  > {
  /** The organization's own interval of checks in seconds; 0 if it has none made, null for the usual one. */
  check_every: number | null;
  /** The version of the organization's types at the same moment. */
  types_version: string;
  /** Of the last checks; null if there was none. */
  checked_at: string | null;
  due_at: string | null;
  error: string | null;
  /** JSON of {path, declared, found}, sensitive values sealed. It counts while `drift` is a finding. */
  changes: string | null;
}

const find = (by: "id" | "key") => `SELECT ${typesVersion} AS types_version, o.check_every,
     r.id, r.provider, r.resource, r.drift, r.handling, r.paused, r.provisioned, r.deleting_since,
     d.checked_at, d.due_at, d.error, d.changes
   FROM resources r
   LEFT JOIN drift_checks d ON d.organization_id = r.organization_id AND d.resource_key = r.key
   LEFT JOIN organizations o ON o.id = r.organization_id
   WHERE r.organization_id = $1 AND r.${by} = $2`;

const byId = tenantStatement("find_drift_by_id", find("id"));
const byKey = tenantStatement("find_drift_by_key", find("key"));

/** By internal or friendly id. */
export function findDrift(tenant: Tenant, id: string): Promise<DriftRow | undefined> {
  return tenant.queryOne<DriftRow>(isInternalId(id) ? byId : byKey, id);
}
