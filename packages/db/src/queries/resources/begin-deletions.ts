import { isFailed, isPending } from "@pragma/contract";
import type { SqlValue } from "../../database.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import type { DeletionStart, HistoryEntry } from "../sql/effects.ts";
import { lastBegun } from "../sql/last-begun.ts";
import { inState } from "../sql/lifecycle.ts";
import { openActionsOf } from "../sql/open-action.ts";
import { EXISTS_FACT, endingEvent, type ResourceRow } from "../sql/resource-row.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { assignments } from "./save-resource.ts";

/** A resource as it was read, and the start of its deletion. */
export interface StartedDeletion {
  key: string;
  version: string;
  start: DeletionStart;
}

/** The columns that the database sets by its own clock and counters when a deletion starts. */
export type BegunDeletion = Pick<
  ResourceRow,
  "key" | "version" | "updated_at" | "deleting_since" | "state_changed_at" | "ready_changed_at" | "ending_event_id"
>;

/**
 * Starts many deletions in one statement: each resource waits with an event of its own, and is looked at. An event that
 * it already waited with is settled. Resources that run with each other no longer wait for each other: each one's
 * running dependencies are looked at again.
 * @param deletions at least one, all requested by the same caller
 * @returns how many were as they were read, what changed in the last of them, and which changes had actions that this ended;
 *   nothing was written for the others
 */
export async function beginDeletions(
  tenant: Tenant,
  deletions: readonly StartedDeletion[],
): Promise<{ count: number; last: BegunDeletion | null; touched: readonly string[] }> {
  const [{ start: first }] = deletions as [StartedDeletion];
  const { pending_event_id: _event, deleting_since: _since, ...shared } = first.patch;
  const { audit } = first.effects;
  const writer = new StatementWriter();
  const column = (cast: string, of: (deletion: StartedDeletion) => string | number | null): string =>
    writer.value(deletions.map(of) as SqlValue, `${cast}[]`);
  const entry = ({ start }: StartedDeletion): HistoryEntry => start.effects.history[0] as HistoryEntry;
  const places = [
    column("text", ({ key }) => key),
    column("bigint", ({ version }) => version),
    column("uuid", ({ start }) => start.effects.newEvent.id),
    column("uuid", ({ start }) => start.effects.event?.id ?? null),
    column("text", (deletion) => entry(deletion).fromState),
    column("int", (deletion) => entry(deletion).generation),
    column("text", ({ start }) => start.effects.audit.target),
  ];
  const sets = assignments(writer, shared);
  const actor = writer.value(audit.actor, "json");
  const correlation = writer.value(audit.correlationId, "text");
  const eventType = writer.value(first.effects.newEvent.eventType, "text");
  const traceparent = writer.value(first.effects.newEvent.traceparent, "text");
  const change = writer.value(first.effects.newEvent.changeId, "uuid");
  writer.cte(
    "going",
    `SELECT * FROM unnest(${places.join(", ")})
       WITH ORDINALITY AS g(key, version, event_id, superseded_id, from_state, generation, target, place)`,
  );
  writer.cte(
    "before",
    `SELECT g.*, r.applied_config, r.running_dependencies, r.stale_since IS NOT NULL AS was_marked,
       NOT r.provisioned AND ${inState("r", (state) => isPending(state) || isFailed(state))}
         AND (r.error_facts->'${EXISTS_FACT}') IS NULL AS may_exist
     FROM going g CROSS JOIN LATERAL (${resourceByKey("g.key")}) r WHERE r.version = g.version`,
  );
  writer.cte(
    "changed",
    `UPDATE resources r SET ${sets.join(", ")}, pending_event_id = b.event_id,
       deleting_since = COALESCE(r.deleting_since, now())
     FROM before b WHERE r.organization_id = $1 AND r.key = b.key AND r.version = b.version
     RETURNING b.*, r.lifecycle_state AS to_state, r.version AS new_version, r.updated_at, r.deleting_since,
       r.state_changed_at, r.ready_changed_at, ${endingEvent}`,
  );
  writer.cte(
    "superseded",
    "UPDATE events e SET settled_at = now() FROM changed c WHERE e.organization_id = $1 AND e.id = c.superseded_id",
  );
  writer.cte(
    "taken_over",
    `UPDATE change_actions a SET state = 'superseded', settled_at = now() FROM changed c
       ${openActionsOf("c.key", `x.change_id IS DISTINCT FROM ${change} AND (x.event_id = c.superseded_id OR (c.was_marked AND x.event_id IS NULL))`)}
     WHERE a.change_id = t.change_id AND a.id = t.id RETURNING a.change_id`,
  );
  writer.cte(
    "new_events",
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, previous_config, correlation_id, actor, traceparent, change_id, previous_id)
     SELECT event_id, $1, key, ${eventType}, generation, applied_config, ${correlation}, ${actor}, ${traceparent}, ${change},
       CASE WHEN may_exist THEN (${lastBegun("changed.key")}) END FROM changed`,
  );
  writer.cte(
    "history",
    `INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, changes, actor, correlation_id, event_id, change_id)
     SELECT $1, key, ${eventType}, from_state, to_state, generation, '[]', ${actor}, ${correlation}, event_id, ${change}
     FROM changed ORDER BY place`,
  );
  writer.cte(
    "audited",
    `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
     SELECT $1, ${actor}::jsonb, ${writer.value(audit.action, "text")}, target, ${writer.value(audit.outcome, "text")},
       ${correlation}, ${writer.value(audit.details, "jsonb")} FROM changed ORDER BY place`,
  );
  // Once for all of them.
  writer.materialized(
    "looks",
    "SELECT cardinality(enqueue_reconciles($1::uuid, ARRAY(SELECT key FROM changed ORDER BY place))) AS looked_at",
  );
  // Its columns are read below: without that nothing would be woken.
  writer.materialized(
    "woken",
    `SELECT count(*)::int AS begun,
       count(CASE WHEN running_dependencies IS NOT NULL THEN wake_deletions($1::uuid, running_dependencies) END)::int AS freed
     FROM changed`,
  );
  const statement = writer.finish(
    "begin_deletions",
    `SELECT c.key, c.new_version AS version, c.updated_at, c.deleting_since, c.state_changed_at, c.ready_changed_at,
       c.ending_event_id, l.looked_at, w.begun, w.freed, ARRAY(SELECT DISTINCT a.change_id FROM taken_over a) AS touched
     FROM changed c CROSS JOIN looks l CROSS JOIN woken w ORDER BY c.place DESC LIMIT 1`,
    { planEachTime: true, parseOnce: true },
  );
  const row = await tenant.queryOne<
    BegunDeletion & { looked_at: number; begun: number; freed: number; touched: readonly string[] }
  >(statement, ...writer.values);
  if (row === undefined) return { count: 0, last: null, touched: [] };
  const { looked_at: _looked, freed: _freed, begun: count, touched, ...last } = row;
  return { count, last, touched };
}
