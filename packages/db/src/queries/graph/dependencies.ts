import type { LifecycleState } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { isHeld } from "../sql/lifecycle.ts";

/** The state of a dependency, as far as it matters to its dependents. */
export interface DependencyState {
  from_key: string;
  key: string;
  /** null if it does not exist. */
  id: string | null;
  state: LifecycleState | null;
  provisioned: boolean | null;
  stale: boolean | null;
  /** It is paused, and stays. */
  held: boolean | null;
  state_changed_at: string | null;
}

const statesOf = tenantStatement(
  "dependency_states",
  `SELECT e.from_key, e.to_key AS key, d.id, d.lifecycle_state AS state, d.provisioned,
     d.stale_since IS NOT NULL AS stale, ${isHeld("d")} AS held, d.state_changed_at
   FROM edges e LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
   WHERE e.organization_id = $1 AND e.from_key = ANY($2::text[]) AND e.kind = 'dependency'
   ORDER BY e.from_key, e.to_key`,
);

const settledState = tenantStatement(
  "settled_dependency_state",
  `SELECT d.lifecycle_state AS state, d.provisioned, d.stale_since IS NOT NULL AS stale, ${isHeld("d")} AS held
   FROM resources d WHERE d.organization_id = $1 AND d.key = $2 FOR SHARE OF d`,
);

/** The dependencies of several resources. */
export function findDependencyStates(tenant: Tenant, keys: readonly string[]): Promise<DependencyState[]> {
  return tenant.query<DependencyState>(statesOf, keys);
}

/**
 * The state of one dependency, after waiting for any change in progress; undefined if it does not exist. A resource
 * that finds itself blocked checks again with this: either it sees the change, or the change's `wake_dependents` sees
 * it. Locks one row at a time: holding one while waiting for another could deadlock with writers that change both.
 */
export function findSettledState(
  tenant: Tenant,
  key: string,
): Promise<Pick<DependencyState, "state" | "provisioned" | "stale" | "held"> | undefined> {
  return tenant.queryOne(settledState, key);
}
