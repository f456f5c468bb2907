import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";

/** When a resource's event is handed to its provider again. */
export interface NextAttempt {
  key: string;
  next_attempt_at: string | null;
}

const nextAttempts = tenantStatement(
  "next_attempts",
  `SELECT w.key, ev.not_before AS next_attempt_at FROM unnest($2::text[]) AS w(key)
   CROSS JOIN LATERAL (${resourceByKey("w.key")}) r
   JOIN events ev ON ev.organization_id = $1 AND ev.id = r.pending_event_id
   WHERE ev.not_before > now() ORDER BY w.key`,
);

/** The next attempts of some resources; those whose event waits for no time are left out. */
export function findNextAttempts(tenant: Tenant, keys: readonly string[]): Promise<NextAttempt[]> {
  return tenant.query<NextAttempt>(nextAttempts, keys);
}
