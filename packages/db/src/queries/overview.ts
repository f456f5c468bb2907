import { isFailed, isPending, isProcessing, isReady } from "@pragma/contract";
import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import type { HistoryRow } from "./history.ts";
import { inState } from "./lifecycle.ts";

export interface StateCount {
  provider: string;
  lifecycle_state: "draft" | "pending" | "processing" | "ready" | "failed";
  count: number;
}

const counts = tenantStatement(
  "count_resources",
  `SELECT provider, lifecycle_state, count(*)::int AS count FROM resources WHERE organization_id = $1
   GROUP BY provider, lifecycle_state ORDER BY provider, lifecycle_state`,
);

const activity = tenantStatement(
  "recent_activity",
  `SELECT id, resource_key, timestamp, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id,
     change_id
   FROM resource_changes WHERE organization_id = $1 ORDER BY timestamp DESC, id DESC LIMIT $2`,
);

// Buckets end now and all have the same length. Applied counts what users asked for: neither retries between attempts,
// which go from processing to pending, nor what propagation started.
const series = tenantStatement(
  "activity_series",
  `WITH span AS (
     SELECT date_trunc('minute', now()) + interval '1 minute' AS until, $2::int * interval '1 minute' AS length
   ), counted AS (
     SELECT date_bin($2::int * interval '1 minute', c.timestamp, date_trunc('minute', now()) + interval '1 minute') AS start,
       count(*) FILTER (
         WHERE ${inState("c", isPending, "to_state")} AND (${inState("c", isProcessing, "from_state")}) IS NOT TRUE AND c.actor->>'type' <> 'system'
       )::int AS applied,
       count(*) FILTER (
         WHERE ${inState("c", isProcessing, "from_state")} AND (${inState("c", isReady, "to_state")} OR c.to_state IS NULL)
       )::int AS succeeded,
       count(*) FILTER (WHERE ${inState("c", isFailed, "to_state")} AND NOT ${inState("c", isFailed, "from_state")})::int AS failed
     FROM resource_changes c
     WHERE c.organization_id = $1
       AND c.timestamp >= date_trunc('minute', now()) + (1 - $2::int * $3::int) * interval '1 minute'
     GROUP BY 1
   )
   SELECT span.until - n * span.length AS start, COALESCE(c.applied, 0) AS applied,
     COALESCE(c.succeeded, 0) AS succeeded, COALESCE(c.failed, 0) AS failed
   FROM span CROSS JOIN generate_series(1, $3::int) AS n LEFT JOIN counted c ON c.start = span.until - n * span.length
   ORDER BY 1`,
);

/** How many resources of each provider are in each state. Reads all of them. */
export function countResources(tenant: Tenant): Promise<StateCount[]> {
  return tenant.query<StateCount>(counts);
}

export type ActivityRow = Omit<HistoryRow, "changes"> & { resource_key: string };

/** The latest changes in the organization, newest first. */
export function findActivity(tenant: Tenant, limit: number): Promise<ActivityRow[]> {
  return tenant.query<ActivityRow>(activity, limit);
}

export interface SeriesRow {
  start: string;
  applied: number;
  succeeded: number;
  failed: number;
}

/** What happened in each of the last `buckets` spans of `minutes`, oldest first, including empty spans. */
export function findSeries(tenant: Tenant, minutes: number, buckets: number): Promise<SeriesRow[]> {
  return tenant.query<SeriesRow>(series, minutes, buckets);
}
