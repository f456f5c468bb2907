import { isFailed } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { inState } from "../sql/lifecycle.ts";
import { allColumns, type ResourceRow } from "../sql/resource-row.ts";
import { typesVersion } from "../sql/types-version.ts";
import { hasUnfinishedRepair } from "../sql/unfinished-repair.ts";

/** A resource with its pending event, at the same moment. */
export interface ReconcileRow extends ResourceRow {
  event_type: "CREATE" | "UPDATE" | "DELETE" | null;
  event_generation: number | null;
  event_payload: string | null;
  event_previous_config: string | null;
  event_attempt: number | null;
  /** Its next attempt is not due yet. */
  event_early: boolean;
  /** Correlation id of the event, or of the change that made the resource stale. */
  event_correlation_id: string | null;
  event_actor: string | null;
  event_traceparent: string | null;
  /** It repairs; or, of what has failed, the event that a changed input starts. */
  event_repairs: boolean;
  /** Its next attempt deletes the old thing. */
  event_replaces: boolean;
  event_published_at: string | null;
  /** The event that it took the place of, and that a provider had in hand. */
  event_previous_id: string | null;
  /** The change that the event is part of. */
  event_change_id: string | null;
  /** The change that made the resource stale; null once that was ended. */
  mark_change_id: string | null;
  /** Version of the types that the organization sees. */
  types_version: string;
  /** It owns other resources. */
  owns: boolean;
}

/** Entries of the history that mark a resource: what is given back, or returns from a draft, is decided once more for nobody. */
const MARKS = "('STALE', 'END', 'DISCARD')";

/** SQL for the columns of a {@link ReconcileRow}, {@link fromReconciled}. */
export const reconcileColumns = `${allColumns}, ev.event_type, ev.generation AS event_generation, ev.payload AS event_payload,
     ev.previous_config AS event_previous_config, ev.attempt AS event_attempt, COALESCE(ev.not_before > now(), false) AS event_early,
     COALESCE(ev.correlation_id, CASE WHEN r.stale_since IS NOT NULL THEN (
       SELECT c.correlation_id FROM resource_changes c
       WHERE c.organization_id = r.organization_id AND c.resource_key = r.key AND c.event_type = 'STALE'
       ORDER BY c.id + 0 DESC LIMIT 1
     ) END) AS event_correlation_id, ev.actor AS event_actor,
     ev.change_id AS event_change_id,
     CASE WHEN r.stale_since IS NOT NULL AND r.change_id IS NOT NULL THEN (
       SELECT m.id FROM changes m WHERE m.ended_at IS NULL AND m.id = (
         SELECT c.change_id FROM resource_changes c
         WHERE c.organization_id = r.organization_id AND c.resource_key = r.key AND c.event_type IN ${MARKS}
         ORDER BY c.id + 0 DESC LIMIT 1
       )
     ) END AS mark_change_id, ev.traceparent AS event_traceparent, ev.published_at AS event_published_at,
     ev.previous_id AS event_previous_id,
     COALESCE(ev.repairs, ${inState("r", isFailed)} AND r.stale_since IS NOT NULL AND ${hasUnfinishedRepair("r.key")}) AS event_repairs,
     COALESCE(ev.replaces, false) AS event_replaces,
     ${typesVersion} AS types_version,
     EXISTS (
       SELECT 1 FROM edges o WHERE o.organization_id = r.organization_id AND o.to_key = r.key AND o.kind = 'owner' OFFSET 0
     ) AS owns`;

/** SQL for the resource of organization $1 with a key, as `r`, and its pending event, as `ev`. */
export const reconciledByKey = (key: string): string =>
  `FROM resources r LEFT JOIN events ev ON ev.organization_id = r.organization_id AND ev.id = r.pending_event_id
   WHERE r.organization_id = $1 AND r.key = ${key}`;

/** That of the key $2. */
export const fromReconciled = reconciledByKey("$2");

const load = tenantStatement("load_for_reconcile", `SELECT ${reconcileColumns} ${fromReconciled}`);

/** A resource with its pending event. */
export function loadForReconcile(tenant: Tenant, key: string): Promise<ReconcileRow | undefined> {
  return tenant.queryOne<ReconcileRow>(load, key);
}
