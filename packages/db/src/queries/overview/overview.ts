import { isFailed, isPending, isProcessing, isReady, type LifecycleState } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { HistoryRow } from "../history/history.ts";
import { inState } from "../sql/lifecycle.ts";

export interface StateCount {
  provider: string;
  lifecycle_state: LifecycleState;
  count: number;
}

const counts = tenantStatement(
  "count_resources",
  `SELECT provider, lifecycle_state, count(*)::int AS count FROM resources WHERE organization_id = $1
   GROUP BY provider, lifecycle_state ORDER BY provider, lifecycle_state`,
);

/** How many entries of the history are looked through. */
const LOOKED_THROUGH = 500;

// An entry that began before itself. The event of a pending resource may also have been replaced by another one, which begins
// there: that of a deletion, or of a changed input.
const GOES_ON = `(${inState("b", isProcessing, "from_state")} OR (${inState("b", isPending, "from_state")}
  AND (${inState("b", isPending, "to_state")} AND b.event_type IN ('CREATE', 'UPDATE', 'DELETE')) IS NOT TRUE))`;

// Entries that belong together: of a change, else of an event, else one alone. That a success has cleared what was found is told some
// seconds after it, and is no news beside it.
const activity = tenantStatement(
  "recent_activity",
  `WITH newest AS MATERIALIZED (
     SELECT *, COALESCE(change_id::text, event_id::text || resource_key, id::text) AS story
     FROM resource_changes WHERE organization_id = $1 AND (event_type = 'DRIFT' AND change_id IS NOT NULL) IS NOT TRUE
     ORDER BY timestamp DESC, id DESC LIMIT ${LOOKED_THROUGH}
   ), parts AS (
     SELECT story, max(id) AS last, min(id) AS first,
       COALESCE(max(id) FILTER (WHERE event_type = 'RETRY' AND ${inState("newest", isFailed, "from_state")}), min(id)) AS begun,
       count(*) FILTER (WHERE ${inState("newest", isProcessing, "to_state")}) AS attempts
     FROM newest GROUP BY story, resource_key
   ), stories AS (
     SELECT p.story, max(p.last) AS last, min(p.first) AS first, min(p.begun) AS begun, count(*)::int AS resources,
       sum(p.attempts)::int AS attempts,
       (count(*) FILTER (WHERE ${inState("l", isFailed, "to_state")}))::int AS failed
     FROM parts p JOIN newest l ON l.id = p.last GROUP BY p.story ORDER BY max(p.last) DESC LIMIT $2
   )
   SELECT f.id, l.resource_key, l.timestamp, l.event_type, l.from_state, l.to_state, l.error, f.actor, l.change_id,
     CASE WHEN l.event_type = 'DRIFT' AND l.changes->0->>'path' = 'drift' THEN l.changes->0->>'after' END AS drift,
     CASE WHEN ${GOES_ON} THEN NULL ELSE b.timestamp END AS begun_at, s.resources, s.attempts, s.failed
   FROM stories s JOIN newest l ON l.id = s.last JOIN newest f ON f.id = s.first JOIN newest b ON b.id = s.begun ORDER BY s.last DESC`,
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

/** The outcome of one apply, deletion, changed input, or change of several resources. */
export interface ActivityRow
  extends Pick<HistoryRow, "timestamp" | "event_type" | "from_state" | "to_state" | "error" | "change_id"> {
  /** Id of its first entry; the states, and what goes with them, are of the last. */
  id: string;
  /** The resource of the last entry. */
  resource_key: string;
  /** When it began, or was last retried after it had failed for good. Null if that is before what was looked through. */
  begun_at: string | null;
  /** JSON: who began it. */
  actor: string;
  resources: number;
  /** What a check found, if the last entry is that it found something else than the one before. */
  drift: string | null;
  /** How often one of them was handed to its provider. */
  attempts: number;
  /** How many of them are failed by now. */
  failed: number;
}

/** Latest activity in the organization, newest first, as far as the last 500 entries of the history tell. */
export function findActivity(tenant: Tenant, limit: number): Promise<ActivityRow[]> {
  return tenant.query<ActivityRow>(activity, limit);
}

export interface SeriesRow {
  start: string;
  applied: number;
  succeeded: number;
  failed: number;
}

/** Activity in each of the last `buckets` spans of `minutes`, oldest first, including empty spans. */
export function findSeries(tenant: Tenant, minutes: number, buckets: number): Promise<SeriesRow[]> {
  return tenant.query<SeriesRow>(series, minutes, buckets);
}
