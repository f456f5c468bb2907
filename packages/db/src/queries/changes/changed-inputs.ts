import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";

/** An event of a dependency. */
export interface InputEvent {
  id: string;
  traceparent: string | null;
}

/** Changes of a dependency that are looked at, newest first: one attempt takes two. */
const NEWEST = 8;
const MOST = 32;

// `id + 0` matches the index by resource (see the history).
const find = tenantStatement(
  "changed_inputs",
  `SELECT DISTINCT ev.id, ev.traceparent FROM edges e
   CROSS JOIN LATERAL (
     SELECT c.event_id FROM resource_changes c WHERE c.organization_id = $1 AND c.resource_key = e.to_key
     ORDER BY c.id + 0 DESC LIMIT ${NEWEST}
   ) AS change
   JOIN events ev ON ev.organization_id = $1 AND ev.id = change.event_id
   WHERE e.organization_id = $1 AND e.from_key = $2 AND e.kind = 'dependency' AND ev.settled_at >= $3::timestamptz
   ORDER BY ev.id LIMIT ${MOST}`,
);

/**
 * The events of a resource's dependencies that were settled since it was marked stale, 32 at most: those that changed
 * what it uses are among them.
 */
export function findChangedInputs(tenant: Tenant, key: string, staleSince: string): Promise<InputEvent[]> {
  return tenant.query<InputEvent>(find, key, staleSince);
}
