import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { MAX_BIGINT } from "../sql/max-bigint.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";

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
  change_id: string | null;
}

const columns =
  "id, timestamp, event_type, from_state, to_state, generation, changes, error, actor, correlation_id, event_id, change_id";

// `id + 0` matches the index by resource: the order of the primary key would lead through all other resources' rows.
const list = tenantStatement(
  "list_history",
  withinBytes({
    rows: `SELECT ${columns}, ${bytesOf("changes", "error")} AS bytes
      FROM resource_changes WHERE organization_id = $1 AND resource_key = $2
        AND id + 0 < COALESCE($3::bigint, ${MAX_BIGINT}) AND id + 0 >= COALESCE($4::bigint, 0)
      ORDER BY id + 0 DESC LIMIT $5 + 1`,
    columns,
    order: "id DESC",
    limit: "$5",
    bytes: "$6",
  }),
);

/** A part of a list kept newest first, by id: before `before`, back to and including `until`. */
export interface IdRange {
  before?: string | undefined;
  until?: string | undefined;
}

/** The history of a resource, newest first, and whether more follows. */
export async function listHistory(
  tenant: Tenant,
  key: string,
  { before, until }: IdRange,
  { limit, bytes }: Room,
): Promise<{ rows: HistoryRow[]; more: boolean }> {
  const values = [key, before ?? null, until ?? null, limit, bytes];
  return fitting(await tenant.query<HistoryRow & Counted>(list, ...values));
}
