import { isReady } from "@pragma/contract";
import type { SqlValue } from "../database.ts";
import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { CHANGED_KEY, edgesTo, resourceByKey } from "./by-key.ts";
import type { DeletionStart, Effects, HistoryEntry } from "./effects.ts";
import { inState, isStaying } from "./lifecycle.ts";
import { isOpenAction } from "./open-action.ts";
import { allColumns, endingEvent, type ResourceRow } from "./resource-row.ts";
import { assignments, type Guard, guardConditions } from "./save-resource.ts";
import { StatementWriter } from "./statement-writer.ts";
import { selectChanged } from "./write-effects.ts";

/** A resource that must be gone or updated before a deletion can proceed. */
export interface DeletionBlocker {
  /** What is to be deleted. */
  of: string;
  key: string;
  state: ResourceRow["lifecycle_state"];
  kind: "dependency" | "owner" | "running";
}

/** SQL from FROM on: the edges `e`, with the resources `r` they come from, that block the deletion of a key. */
export function blockersOf(key: string): string {
  return `FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) r
   WHERE e.organization_id = $1 AND e.to_key = ${key}
     AND CASE WHEN e.kind <> 'running' THEN r.deleting_since IS NOT NULL
       ELSE ${inState("r", (state) => !isReady(state))}
         AND NOT (r.deleting_since IS NOT NULL AND ${key} = ANY (awaited_keys($1::uuid, ARRAY[r.key]))) END`;
}

/** Edges of different kinds may lead from one resource to another. */
const KINDS = 3;

// In the order of the index, backwards, so that no more are looked at: those that run with it come first.
const blockers = tenantStatement(
  "deletion_blockers_of",
  `SELECT d.key AS of, b.key, b.state, b.kind FROM unnest($2::text[]) AS d (key) CROSS JOIN LATERAL (
     SELECT r.key, r.lifecycle_state AS state, e.kind ${blockersOf("d.key")}
     ORDER BY e.kind DESC, e.from_key DESC LIMIT $3::int * ${KINDS}
   ) b ORDER BY d.key, b.kind DESC, b.key`,
);

/**
 * What deletions wait for: dependents and owned resources that are deleted first, and resources that run with them,
 * until they are gone or updated. If two resources being deleted run with each other, directly or not, that imposes no
 * order.
 * @param most of each deletion: there may be thousands, and those that only run with it, which nobody has deleted, come
 * first
 */
export async function findDeletionBlockers(
  tenant: Tenant,
  keys: readonly string[],
  most: number,
): Promise<DeletionBlocker[]> {
  const rows = await tenant.query<DeletionBlocker>(blockers, keys, most);
  return [...Map.groupBy(rows, ({ of }) => of).values()].flatMap((own) => {
    // The same resource may depend on what is deleted, belong to it, and run with it.
    const firsts = new Map(own.toReversed().map((blocker) => [blocker.key, blocker]));
    return own.filter((blocker) => firsts.get(blocker.key) === blocker).slice(0, most);
  });
}

// Checked whenever one of them is gone: counting thousands each time would make a cascade quadratic.
const blocked = tenantStatement("deletion_blocked", `SELECT EXISTS (SELECT 1 ${blockersOf("$2")}) AS blocked`);

/** Whether the deletion of a resource waits for anything. */
export async function isDeletionBlocked(tenant: Tenant, key: string): Promise<boolean> {
  return (await tenant.queryOne<{ blocked: boolean }>(blocked, key))?.blocked ?? false;
}

/** How far a resource is on its way out, if it is. */
export type Standing = Pick<ResourceRow, "key" | "id" | "lifecycle_state" | "deleting_since">;

const standings = tenantStatement(
  "standings",
  `SELECT r.key, r.id, r.lifecycle_state, r.deleting_since FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`,
);

/** The standings of those resources that exist. */
export function findStandings(tenant: Tenant, keys: readonly string[]): Promise<Standing[]> {
  return tenant.query<Standing>(standings, keys);
}

/** An edge by which a resource leads to others. */
export interface IncomingEdge {
  from_key: string;
  to_key: string;
  kind: "dependency" | "owner" | "running";
}

/** All edges of one moment that lead to some resources. */
export interface IncomingEdges {
  edges: readonly IncomingEdge[];
  /** Changes with any of them. */
  digest: string;
}

// As one text that names what edges share once: thousands of rows would keep the driver, and with it every other request,
// busy for longer.
const incoming = tenantStatement(
  "edges_to",
  `WITH RECURSIVE reached(key) AS (
     SELECT t.key COLLATE "C" FROM unnest($2::text[]) AS t(key)
     UNION
     SELECT e.from_key FROM reached CROSS JOIN LATERAL (${edgesTo("reached.key")}) AS e WHERE e.kind <> 'running'
   ), found AS MATERIALIZED (
     SELECT e.from_key, e.to_key, e.kind FROM reached
     CROSS JOIN LATERAL (${edgesTo("reached.key")}) AS e
     CROSS JOIN LATERAL (${resourceByKey("e.from_key")}) AS r
   ), digest AS MATERIALIZED (
     SELECT concat(count(*), '/', sum(hashtextextended(from_key || ' ' || to_key || ' ' || kind, 0))) AS of FROM found
   )
   SELECT digest.of AS digest, CASE WHEN digest.of IS DISTINCT FROM $3::text THEN (
     SELECT json_agg(json_build_array(to_key, kind, sources)) FROM (
       SELECT to_key, kind, json_agg(from_key) AS sources FROM found GROUP BY to_key, kind
     ) AS grouped
   ) END AS edges FROM digest`,
);

/**
 * All edges by which existing resources lead to the given ones, directly or not: dependents and owned resources; and
 * those that run with any of them, which lead no further.
 * @param known those found before: returned as they are if nothing has changed
 */
export async function findEdgesTo(
  tenant: Tenant,
  keys: readonly string[],
  known?: IncomingEdges,
): Promise<IncomingEdges> {
  const found = await tenant.queryOne<{ digest: string; edges: string | null }>(incoming, keys, known?.digest ?? null);
  const { digest, edges } = found as { digest: string; edges: string | null };
  if (known?.digest === digest) return known;
  const parsed = edges === null ? [] : (JSON.parse(edges) as [string, IncomingEdge["kind"], string[]][]);
  return {
    digest,
    edges: parsed.flatMap(([to_key, kind, sources]) => sources.map((from_key) => ({ from_key, to_key, kind }))),
  };
}

const rowsOf = `SELECT ${allColumns} FROM resources r WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`;
const lockSet = tenantStatement("lock_resources", `${rowsOf} FOR UPDATE`);
const readSet = tenantStatement("read_resources", rowsOf);

/** Locks resources, in the order of their keys. */
export function lockResources(tenant: Tenant, keys: readonly string[]): Promise<ResourceRow[]> {
  return tenant.query<ResourceRow>(lockSet, keys);
}

/** `lockResources` without locks, for reading. */
export function readResources(tenant: Tenant, keys: readonly string[]): Promise<ResourceRow[]> {
  return tenant.query<ResourceRow>(readSet, keys);
}

const GOING_COLUMNS = [
  "key",
  "id",
  "lifecycle_state",
  "generation",
  "version",
  "pending_event_id",
  "deletion_protected",
  "deleting_since",
  "change_id",
] as const satisfies readonly (keyof ResourceRow)[];

/** What a deletion needs of a row. There may be thousands of rows, so values are not read. */
export type GoingRow = Pick<ResourceRow, (typeof GOING_COLUMNS)[number]> & {
  /** It was handed to its provider once, so the provider has to delete the object. */
  was_handed_over: boolean;
};

const goingColumns = [
  ...GOING_COLUMNS.map((column) => `r.${column}`),
  "r.handed_config IS NOT NULL AS was_handed_over",
];
const goingOf = `SELECT ${goingColumns.join(", ")} FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) ORDER BY r.key`;
const lockGoingSet = tenantStatement("lock_going", `${goingOf} FOR UPDATE`);
const readGoingSet = tenantStatement("read_going", goingOf);

/** Locks resources to be deleted, in the order of their keys. */
export function lockGoing(tenant: Tenant, keys: readonly string[]): Promise<GoingRow[]> {
  return tenant.query<GoingRow>(lockGoingSet, keys);
}

/** `lockGoing` without locks, for reading. */
export function readGoing(tenant: Tenant, keys: readonly string[]): Promise<GoingRow[]> {
  return tenant.query<GoingRow>(readGoingSet, keys);
}

/** The result of `lockGoing` for a row that was read whole. */
export function asGoing(row: ResourceRow): GoingRow {
  const { key, id, lifecycle_state, generation, version, pending_event_id } = row;
  const { deletion_protected, deleting_since, change_id } = row;
  const was_handed_over = row.handed_config !== null;
  return {
    key,
    id,
    lifecycle_state,
    generation,
    version,
    pending_event_id,
    deletion_protected,
    deleting_since,
    change_id,
    was_handed_over,
  };
}

// An owner whose deletion failed counts as staying: the deletion may be withdrawn.
const ownersLeft = tenantStatement(
  "owners_left",
  `SELECT e.from_key AS owned, e.to_key AS owner
   FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.to_key")}) AS r
   WHERE e.organization_id = $1 AND e.from_key = ANY($2::text[]) AND e.kind = 'owner'
     AND (${isStaying("r")})`,
);

/** The owners of the given resources that exist and are not being deleted. */
export function findOwnersLeft(tenant: Tenant, keys: readonly string[]): Promise<{ owned: string; owner: string }[]> {
  return tenant.query(ownersLeft, keys);
}

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
 * @returns how many were as they were read, and what changed in the last of them; nothing was written for the others
 */
export async function beginDeletions(
  tenant: Tenant,
  deletions: readonly StartedDeletion[],
): Promise<{ count: number; last: BegunDeletion | null }> {
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
    `SELECT g.*, r.applied_config, r.running_dependencies, r.change_id AS earlier_change_id
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
     WHERE a.organization_id = $1 AND a.change_id = c.earlier_change_id AND a.change_id IS DISTINCT FROM ${change}
       AND a.key = c.key AND a.action <> 'refuse' AND ${isOpenAction("a")}`,
  );
  writer.cte(
    "new_events",
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, previous_config, correlation_id, actor, traceparent, change_id)
     SELECT event_id, $1, key, ${eventType}, generation, applied_config, ${correlation}, ${actor}, ${traceparent}, ${change} FROM changed`,
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
       c.ending_event_id, l.looked_at, w.begun, w.freed
     FROM changed c CROSS JOIN looks l CROSS JOIN woken w ORDER BY c.place DESC LIMIT 1`,
    { planEachTime: true },
  );
  const row = await tenant.queryOne<BegunDeletion & { looked_at: number; begun: number; freed: number }>(
    statement,
    ...writer.values,
  );
  if (row === undefined) return { count: 0, last: null };
  const { looked_at: _looked, freed: _freed, begun: count, ...last } = row;
  return { count, last };
}

/**
 * Removes a resource with its edges, logs and files, and wakes the deletions that waited for it.
 * @returns false if the guard did not hold; then nothing was removed
 */
export async function removeResource(tenant: Tenant, key: string, guard: Guard, effects: Effects): Promise<boolean> {
  const writer = new StatementWriter();
  const conditions = [
    `r.organization_id = $1`,
    `r.key = ${writer.value(key, "text")}`,
    ...guardConditions(writer, guard),
  ];
  writer.cte(
    "changed",
    `DELETE FROM resources r WHERE ${conditions.join(" AND ")} RETURNING r.key, r.provider, r.resource, r.name`,
  );
  writer.cte(
    "removed_logs",
    `DELETE FROM resource_logs l WHERE l.organization_id = $1 AND l.resource_key = ${CHANGED_KEY}`,
  );
  writer.cte(
    "removed_files",
    `DELETE FROM files f USING changed c
     WHERE f.organization_id = $1 AND f.name = c.name AND c.provider = 'pragma' AND c.resource = 'file'`,
  );
  const columns = ["changed.key", "remove_edges($1::uuid, changed.key) AS freed"];
  const select = selectChanged(writer, columns, { ...effects, clearDeadLetters: true });
  const statement = writer.finish("remove_resource", select);
  const row = await tenant.queryOne<{ key: string }>(statement, ...writer.values);
  return row !== undefined;
}
