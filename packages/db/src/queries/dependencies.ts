import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

/** Where a dependency stands, as far as its dependents care. */
export interface DependencyState {
  from_key: string;
  key: string;
  /** null if it does not exist. */
  id: string | null;
  state: "draft" | "pending" | "processing" | "ready" | "failed" | null;
  provisioned: boolean | null;
  stale: boolean | null;
  state_changed_at: string | null;
}

const statesOf = tenantStatement(
  "dependency_states",
  `SELECT e.from_key, e.to_key AS key, d.id, d.lifecycle_state AS state, d.provisioned,
     d.stale_since IS NOT NULL AS stale, d.state_changed_at
   FROM edges e LEFT JOIN resources d ON d.organization_id = e.organization_id AND d.key = e.to_key
   WHERE e.organization_id = $1 AND e.from_key = ANY($2::text[]) AND e.kind = 'dependency'
   ORDER BY e.from_key, e.to_key`,
);

const lockedStates = tenantStatement(
  "locked_dependency_states",
  `SELECT e.from_key, d.key, d.id, d.lifecycle_state AS state, d.provisioned,
     d.stale_since IS NOT NULL AS stale, d.state_changed_at
   FROM edges e JOIN resources d ON d.organization_id = e.organization_id AND d.key = e.to_key
   WHERE e.organization_id = $1 AND e.from_key = $2 AND e.kind = 'dependency'
   ORDER BY d.key FOR SHARE OF d`,
);

/** The dependencies of several resources. */
export function findDependencyStates(tenant: Tenant, keys: readonly string[]): Promise<DependencyState[]> {
  return tenant.query<DependencyState>(statesOf, keys);
}

/**
 * The existing dependencies of a resource, waiting for whoever is changing one. A resource that finds itself blocked
 * reads them once more like this: either it sees the change, or the change's `wake_dependents` sees it.
 */
export function findSettledDependencyStates(tenant: Tenant, key: string): Promise<DependencyState[]> {
  return tenant.query<DependencyState>(lockedStates, key);
}
