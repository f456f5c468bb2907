import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { MAX_BIGINT } from "./max-bigint.ts";

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

// `id + 0` is what the index by resource is on: the order of the primary key would lead through all other resources' rows.
const list = tenantStatement(
  "list_history",
  `SELECT id, timestamp, event_type, from_state, to_state, generation, changes, error, actor, correlation_id, event_id
   FROM resource_changes WHERE organization_id = $1 AND resource_key = $2 AND id + 0 < COALESCE($3::bigint, ${MAX_BIGINT})
   ORDER BY id + 0 DESC LIMIT $4`,
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
