import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { resourceByKey } from "./by-key.ts";

export interface Dependent {
  key: string;
  provider: string;
  resource: string;
  config: string;
}

const dependents = tenantStatement(
  "propagation_dependents",
  `SELECT r.key, r.provider, r.resource, r.config
   FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE e.organization_id = $1 AND e.to_key = $2 AND e.kind = 'dependency'
     AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL`,
);

/** Direct dependents that a changed value could concern: drafts are left, and so are those that go. */
export function findPropagationDependents(tenant: Tenant, key: string): Promise<Dependent[]> {
  return tenant.query<Dependent>(dependents, key);
}
