import type { SqlValue } from "../../database.ts";
import type { Tenant } from "../../tenant.ts";
import { blockersOf } from "../graph/deletion-blockers.ts";
import type { Effects, HistoryEntry } from "../sql/effects.ts";
import { openActionsOf } from "../sql/open-action.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import type { Guard } from "./save-resource.ts";

/** The last step of one resource among many. */
export interface ManyRemoval {
  key: string;
  guard: Guard;
  effects: Pick<Effects, "history" | "event" | "endLease">;
}

/**
 * The fate of one: `blocked` if something has to go first, `changed` if its guard did not hold. Nothing was written for either.
 */
export type Fate = "removed" | "blocked" | "changed";

/**
 * `removeResource` for many at once, in one statement: each resource goes with its edges, logs and dead letters, and the
 * deletions that waited for any of them are looked at once. What nobody holds goes only if nothing has to go first.
 * @param removals none of them of a file; of several of one resource, the first is written
 * @returns what became of each, in their order, and which changes had actions that ended with that
 */
export async function removeResources(
  tenant: Tenant,
  removals: readonly ManyRemoval[],
): Promise<{ fates: Fate[]; touched: readonly string[] }> {
  // Locked in the order of their keys, as others lock them, so that nobody waits in a circle.
  const firsts = new Map(removals.toReversed().map((removal) => [removal.key, removal]));
  const sorted = [...firsts.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const writer = new StatementWriter();
  writeGoing(writer, sorted);
  writeRemovals(writer);
  writeHistory(writer, sorted);
  const statement = writer.finish(
    "remove_resources",
    `SELECT array_agg(key) AS removed, (SELECT array_agg(h.key) FROM held h WHERE h.blocked) AS blocked,
       (SELECT array_agg(DISTINCT a.change_id) FROM actions a) AS touched,
       wake_deletions($1::uuid, (SELECT array_agg(DISTINCT to_key) FROM edges_gone)) AS freed FROM changed`,
    { planEachTime: true, parseOnce: true, writes: true },
  );
  const found = await tenant.queryOne<Record<"removed" | "blocked" | "touched", string[] | null>>(
    statement,
    ...writer.values,
  );
  const fates = new Map<string, Fate>();
  for (const key of found?.removed ?? []) fates.set(key, "removed");
  for (const key of found?.blocked ?? []) fates.set(key, "blocked");
  const fateOf = (removal: ManyRemoval): Fate => {
    const fate = fates.get(removal.key) ?? "changed";
    return fate === "removed" && firsts.get(removal.key) !== removal ? "changed" : fate;
  };
  return { fates: removals.map(fateOf), touched: found?.touched ?? [] };
}

function writeGoing(writer: StatementWriter, removals: readonly ManyRemoval[]): void {
  const column = (cast: string, of: (removal: ManyRemoval) => string | number | null | undefined): string =>
    writer.value(removals.map((removal) => of(removal) ?? null) as SqlValue, `${cast}[]`);
  const columns = {
    key: column("text", ({ key }) => key),
    version: column("bigint", ({ guard }) => ("version" in guard ? guard.version : null)),
    state: column("text", ({ guard }) => ("version" in guard ? null : guard.state)),
    event_id: column("uuid", ({ effects }) => effects.event?.id),
    lease_id: column("uuid", ({ effects }) => effects.endLease),
    attempt: column("int", ({ effects }) => effects.event?.attempt),
    payload: column("json", ({ effects }) => effects.event?.payload),
  };
  writer.cte(
    "going",
    `SELECT * FROM unnest(${Object.values(columns).join(", ")}) AS g(${Object.keys(columns).join(", ")})`,
  );
  // A row that another handler holds is as good as changed.
  writer.cte(
    "held",
    `SELECT g.*, r.place, g.lease_id IS NULL AND EXISTS (SELECT 1 ${blockersOf("g.key")}) AS blocked
     FROM going g CROSS JOIN LATERAL (
       SELECT x.ctid AS place, x.version, x.lifecycle_state, x.pending_event_id FROM resources x
       WHERE x.organization_id = $1 AND x.key = g.key FOR UPDATE OFFSET 0
     ) AS r LEFT JOIN LATERAL (
       SELECT l.id FROM leases l WHERE l.organization_id = $1 AND l.resource_key = g.key OFFSET 0
     ) AS lease ON true
     WHERE r.pending_event_id = g.event_id AND lease.id IS NOT DISTINCT FROM g.lease_id
       AND r.version = COALESCE(g.version, r.version) AND r.lifecycle_state = COALESCE(g.state, r.lifecycle_state)`,
  );
}

function writeRemovals(writer: StatementWriter): void {
  writer.cte(
    "changed",
    `DELETE FROM resources r USING held h WHERE r.ctid = h.place AND r.organization_id = $1 AND NOT h.blocked RETURNING h.*`,
  );
  writer.cte(
    "settled",
    `UPDATE events e SET attempt = COALESCE(c.attempt, e.attempt), payload = COALESCE(c.payload, e.payload),
       published_at = COALESCE(e.published_at, now()), not_before = NULL, settled_at = now()
     FROM changed c WHERE e.organization_id = $1 AND e.id = c.event_id`,
  );
  writer.cte(
    "actions",
    `UPDATE change_actions a SET state = 'succeeded', attempts = COALESCE(c.attempt, 0), settled_at = now(),
       started_at = (SELECT COALESCE(e.published_at, now()) FROM events e WHERE e.organization_id = $1 AND e.id = c.event_id)
     FROM changed c ${openActionsOf("c.key", "x.event_id = c.event_id")}
     WHERE a.change_id = t.change_id AND a.id = t.id RETURNING a.change_id`,
  );
  writer.cte(
    "leases_ended",
    "DELETE FROM leases l USING changed c WHERE l.organization_id = $1 AND l.resource_key = c.key AND l.id = c.lease_id",
  );
  writer.cte(
    "removed_logs",
    "DELETE FROM resource_logs l USING changed c WHERE l.organization_id = $1 AND l.resource_key = c.key",
  );
  writer.cte(
    "cleared",
    "DELETE FROM dead_letters d USING changed c WHERE d.organization_id = $1 AND d.resource_key = c.key",
  );
  writer.cte(
    "edges_gone",
    "DELETE FROM edges e USING changed c WHERE e.organization_id = $1 AND e.from_key = c.key RETURNING e.to_key",
  );
}

/** Writes each resource's entries in the given order. */
function writeHistory(writer: StatementWriter, removals: readonly ManyRemoval[]): void {
  const entries = removals.flatMap(({ key, effects }) => (effects.history ?? []).map((entry) => ({ ...entry, key })));
  const column = (cast: string, of: (entry: HistoryEntry & { key: string }) => string | number | null): string =>
    writer.value(entries.map(of) as SqlValue, `${cast}[]`);
  const columns = {
    resource_key: column("text", ({ key }) => key),
    event_type: column("text", ({ eventType }) => eventType),
    from_state: column("text", ({ fromState }) => fromState),
    to_state: column("text", ({ toState }) => toState),
    generation: column("int", ({ generation }) => generation),
    actor: column("json", ({ actor }) => actor),
    correlation_id: column("text", ({ correlationId }) => correlationId),
    event_id: column("uuid", ({ eventId }) => eventId),
    change_id: column("uuid", ({ changeId }) => changeId),
  };
  const names = Object.keys(columns).join(", ");
  writer.cte(
    "history",
    `INSERT INTO resource_changes (organization_id, changes, ${names})
     SELECT $1, '[]', ${Object.keys(columns)
       .map((name) => `entry.${name}`)
       .join(", ")}
     FROM unnest(${Object.values(columns).join(", ")}) WITH ORDINALITY AS entry(${names}, place)
     JOIN changed c ON c.key = entry.resource_key ORDER BY entry.place`,
  );
}
