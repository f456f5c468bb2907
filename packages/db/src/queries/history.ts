import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";

export interface HistoryRow {
  /** bigint as text. */
  id: string;
  timestamp: string;
  event_type: string;
  from_state: string | null;
  to_state: string | null;
  generation: number;
  /** JSON array of {path, before?, after?}, masked when written. */
  changes: string;
  error: string | null;
  actor: string;
  correlation_id: string;
  event_id: string | null;
}

const list = tenantStatement(
  "list_history",
  `SELECT id, timestamp, event_type, from_state, to_state, generation, changes, error, actor, correlation_id, event_id
   FROM resource_changes WHERE organization_id = $1 AND resource_key = $2 AND ($3::bigint IS NULL OR id < $3::bigint)
   ORDER BY id DESC LIMIT $4`,
);

/** The history of a resource, newest first, from before `before`. */
export function listHistory(
  tenant: Tenant,
  key: string,
  before: string | undefined,
  limit: number,
): Promise<HistoryRow[]> {
  return tenant.query<HistoryRow>(list, key, before ?? null, limit);
}
