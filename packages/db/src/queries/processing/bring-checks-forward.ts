import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

// One that a worker has in hand is planned anew by that worker.
const bringForward = tenantStatement(
  "bring_checks_forward",
  `UPDATE drift_checks d SET due_at = now() + random() * $2::int * interval '1 second'
   FROM (
     SELECT organization_id, resource_key FROM drift_checks
     WHERE organization_id = $1 AND due_at > now() + $2::int * interval '1 second' FOR UPDATE SKIP LOCKED
   ) AS late
   WHERE d.organization_id = late.organization_id AND d.resource_key = late.resource_key`,
);

/** Spreads the checks of an organization over the next seconds that are due after these. Zero stands for no checks: all stay. */
export async function bringChecksForward(tenant: Tenant, seconds: number): Promise<void> {
  if (seconds > 0) await tenant.query(bringForward, seconds);
}
