import { isReady } from "@pragma/contract";
import type { SqlValue } from "../../database.ts";
import { graphLockingStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import type { AuditRecord, Effects, HistoryEntry, OutgoingEdges } from "../sql/effects.ts";
import { lastBegun, makerUpTo } from "../sql/last-begun.ts";
import { inState } from "../sql/lifecycle.ts";
import { openActionsOf } from "../sql/open-action.ts";
import {
  CHANGEABLE_COLUMNS,
  type ChangeableColumn,
  COLUMN_DEFAULTS,
  castOf,
  type ResourcePatch,
  type ResourceRow,
} from "../sql/resource-row.ts";
import { hasUnfinishedRepair } from "../sql/unfinished-repair.ts";

/** The effects that many resources can be written with at once; `updateResource` writes the others. */
export interface ManyEffects
  extends Pick<Effects, "newEvent" | "event" | "action" | "edges" | "types" | "alsoAudited"> {
  history: readonly [HistoryEntry];
  audit: AuditRecord;
}

/** One of many resources to be created or changed. */
export interface SavedResource {
  identity: Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name">;
  /** As it was read; undefined for a new one. */
  existing: ResourceRow | undefined;
  patch: ResourcePatch;
  effects: ManyEffects;
  /** A worker is to look at it: it waits, and for none of the others. */
  needsReconcile: boolean;
}

/** The effects of a change that `saveResources` leaves out: those on other resources, which `updateResource` writes. */
export function effectsOnOthers(effects: Effects): Effects {
  return Object.fromEntries(Object.entries(effects).filter(([effect]) => !(effect in BATCHED)));
}

/** `reconcileAt` only ever is "now" for what a caller asks. */
const BATCHED: { readonly [Effect in keyof Effects]?: true } = {
  newEvent: true,
  event: true,
  action: true,
  edges: true,
  types: true,
  history: true,
  audit: true,
  alsoAudited: true,
  reconcileAt: true,
};

type Value = string | number | boolean | null;

/** One array of the statement: a name, a type, and the value for one resource. */
interface Parameter {
  name: string;
  type: string;
  of: (resource: SavedResource) => Value;
}

const DEFAULTS: { readonly [Name in ChangeableColumn]?: unknown } = COLUMN_DEFAULTS;

/** Columns that no apply sets. */
const RESULTS = [
  "handed_config",
  "applied_config",
  "outputs",
  "discarded_generation",
  "provisioned",
  "replacing",
  "repair",
] as const satisfies readonly ChangeableColumn[];
/** Columns that an apply sets only to null. */
const CLEARED = ["resolved_config", "stale_since", "deleting_since"] as const satisfies readonly ChangeableColumn[];
/** All others. */
const WRITTEN = CHANGEABLE_COLUMNS.filter((name) => !([...RESULTS, ...CLEARED] as string[]).includes(name));

/** A column that an apply may set. A list is passed as JSON, since an array cannot hold arrays of different lengths. */
function column(name: ChangeableColumn): Parameter {
  const isList = castOf(name) === "text[]";
  return {
    name,
    type: isList ? "json" : castOf(name),
    of: ({ patch, existing }) => {
      const value = (name in patch ? patch[name] : (existing ?? DEFAULTS)[name]) ?? null;
      return isList && value !== null ? JSON.stringify(value) : (value as Value);
    },
  };
}

/** Whether a column, which an apply sets only to null, becomes null. */
function cleared(name: ChangeableColumn): Parameter {
  const clears = ({ existing, patch }: SavedResource): boolean =>
    existing !== undefined && name in patch && patch[name] === null;
  return { name: `clears_${name}`, type: "boolean", of: clears };
}

function part(name: string, type: string, of: (resource: SavedResource) => Value | undefined): Parameter {
  return { name, type, of: (resource) => of(resource) ?? null };
}

const IDENTITY = ["key", "id", "provider", "resource", "name"] as const;

const PARAMETERS: readonly Parameter[] = [
  ...IDENTITY.map((name) => part(name, "text", ({ identity }) => identity[name])),
  part("version", "bigint", ({ existing }) => existing?.version),
  ...WRITTEN.map(column),
  ...CLEARED.map(cleared),
  part("enters", "boolean", ({ patch }) => "lifecycle_state" in patch),
  part("event_id", "uuid", ({ effects }) => effects.newEvent?.id),
  part("event_type", "text", ({ effects }) => effects.newEvent?.eventType),
  part("event_generation", "int", ({ effects }) => effects.newEvent?.generation),
  part("previous_config", "json", ({ effects }) => effects.newEvent?.previousConfig),
  part("event_correlation", "text", ({ effects }) => effects.newEvent?.correlationId),
  part("event_actor", "json", ({ effects }) => effects.newEvent?.actor),
  part("traceparent", "text", ({ effects }) => effects.newEvent?.traceparent),
  part("repairs", "boolean", ({ effects }) => effects.newEvent?.repairs),
  part("replaces", "boolean", ({ effects }) => effects.newEvent?.replaces === true),
  part("may_exist", "boolean", ({ effects }) => effects.newEvent?.mayExist),
  part("superseded_event", "uuid", ({ effects }) => effects.event?.id),
  part("was_marked", "boolean", ({ effects }) => effects.action?.marked),
  part("awaited_event", "uuid", ({ effects }) => effects.action?.eventId),
  part("history_type", "text", ({ effects }) => effects.history[0].eventType),
  part("from_state", "text", ({ effects }) => effects.history[0].fromState),
  part("to_state", "text", ({ effects }) => effects.history[0].toState),
  part("history_generation", "int", ({ effects }) => effects.history[0].generation),
  part("changes", "json", ({ effects }) => effects.history[0].changes ?? "[]"),
  part("history_event", "uuid", ({ effects }) => effects.history[0].eventId),
  part("audit_target", "text", ({ effects }) => effects.audit.target),
  part("audit_details", "json", ({ effects }) => effects.audit.details),
  part("is_looked_at", "boolean", ({ needsReconcile }) => needsReconcile),
];

const valueSql = (name: ChangeableColumn): string =>
  castOf(name) === "text[]"
    ? `CASE WHEN s.${name} IS NULL THEN NULL ELSE ARRAY(SELECT json_array_elements_text(s.${name})) END`
    : `s.${name}`;
/** Author of the change, once for all: the places after the arrays. */
const [ACTOR, CORRELATION, AUDITED] = [2, 3, 4].map((place) => `$${PARAMETERS.length + place}`);

const save = tenantStatement(
  "save_resources",
  `WITH saved AS (
     SELECT * FROM unnest(${PARAMETERS.map(({ type }, index) => `$${index + 2}::${type}[]`).join(", ")})
       WITH ORDINALITY AS s(${PARAMETERS.map(({ name }) => name).join(", ")}, place)
   ), inserted AS (
     INSERT INTO resources (organization_id, ${IDENTITY.join(", ")}, ${WRITTEN.join(", ")})
     SELECT $1, ${[...IDENTITY.map((name) => `s.${name}`), ...WRITTEN.map(valueSql)].join(", ")}
     FROM saved s WHERE s.version IS NULL ORDER BY s.key ON CONFLICT DO NOTHING RETURNING key
   ), updated AS (
     UPDATE resources r SET version = nextval('resources_version_seq'), updated_at = now(),
       ${[
         ...WRITTEN.map((name) => `${name} = ${valueSql(name)}`),
         ...CLEARED.map((name) => `${name} = CASE WHEN s.clears_${name} THEN NULL ELSE r.${name} END`),
       ].join(", ")},
       state_changed_at = CASE WHEN s.enters THEN now() ELSE r.state_changed_at END,
       ready_changed_at = CASE WHEN s.enters AND (${inState("r", isReady)}) <> (${inState("s", isReady)})
         THEN now() ELSE r.ready_changed_at END
     FROM saved s WHERE r.organization_id = $1 AND r.key = s.key AND r.version = s.version RETURNING r.key
   ), changed AS MATERIALIZED (
     SELECT s.* FROM saved s JOIN (SELECT key FROM inserted UNION ALL SELECT key FROM updated) AS done ON done.key = s.key
   ), events_new AS (
     INSERT INTO events
       (id, organization_id, resource_key, event_type, generation, previous_config, correlation_id, actor, traceparent, change_id, repairs, replaces, previous_id)
     SELECT event_id, $1, key, event_type, event_generation, previous_config, event_correlation, event_actor, traceparent, change_id,
       COALESCE(repairs, ${hasUnfinishedRepair("changed.key")}), replaces,
       CASE WHEN superseded_event IS NOT NULL THEN (
         SELECT ${makerUpTo("e")} FROM events e
         WHERE e.organization_id = $1 AND e.id = superseded_event
       ) WHEN may_exist THEN (${lastBegun("changed.key")}) END
     FROM changed WHERE event_id IS NOT NULL
   ), events_superseded AS (
     UPDATE events e SET settled_at = now() FROM changed c WHERE e.organization_id = $1 AND e.id = c.superseded_event
   ), taken_over AS (
     UPDATE change_actions a SET state = 'superseded', settled_at = now() FROM changed c
       ${openActionsOf("c.key", "x.change_id IS DISTINCT FROM c.change_id AND (x.event_id = c.awaited_event OR (c.was_marked AND x.event_id IS NULL))")}
     WHERE (c.was_marked OR c.awaited_event IS NOT NULL) AND a.change_id = t.change_id AND a.id = t.id RETURNING a.change_id
   ), history AS (
     INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, changes, actor, correlation_id, event_id, change_id)
     SELECT $1, key, history_type, from_state, to_state, history_generation, changes, ${ACTOR}::json,
       ${CORRELATION}, history_event, change_id FROM changed ORDER BY place
   ), audited AS (
     INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
     SELECT $1, ${ACTOR}::jsonb, ${AUDITED}, audit_target, 'success',
       ${CORRELATION}, audit_details::jsonb FROM changed ORDER BY place
   ), looks AS (
     INSERT INTO pending_looks (organization_id, provider, key)
     SELECT $1, provider, key FROM changed WHERE is_looked_at ORDER BY place
   )
   SELECT key, (SELECT array_agg(DISTINCT a.change_id) FROM taken_over a) AS touched FROM changed`,
);

/** Refuses columns that the statement would drop silently. */
function refuseOthers({ identity, patch }: SavedResource): void {
  const others = [
    ...RESULTS.filter((name) => name in patch),
    ...CLEARED.filter((name) => name in patch && patch[name] !== null),
  ];
  if (others.length > 0) throw new Error(`An apply of ${identity.key} cannot set ${others.join(", ")}`);
}

/**
 * Creates or changes many resources, with what belongs to each, in one statement. Edges are left to `replaceEdges`.
 * @param resources a few hundred, all of one caller and one request
 * @returns the keys of those written: the others were not as they were read, or their key or id is taken; and which changes had
 *   actions that this ended
 */
export async function saveResources(
  tenant: Tenant,
  resources: readonly SavedResource[],
): Promise<{ keys: string[]; touched: readonly string[] }> {
  const [first] = resources;
  if (!first) return { keys: [], touched: [] };
  for (const resource of resources) refuseOthers(resource);
  const columns = PARAMETERS.map(({ of }) => resources.map(of));
  const { actor, correlationId, action } = first.effects.audit;
  const rows = await tenant.query<{ key: string; touched: readonly string[] | null }>(
    save,
    ...(columns as unknown as SqlValue[]),
    actor,
    correlationId,
    action,
  );
  return { keys: rows.map(({ key }) => key), touched: rows[0]?.touched ?? [] };
}

const lockEdges = graphLockingStatement(
  tenantStatement("lock_edges_of_many", "SELECT lock_edges_of_many($1::uuid, $2::text[], $3::text[]) AS locked"),
);

/** Until the transaction ends, nobody can add an edge that would close a cycle with edges from `subjects` to `targets`. */
export async function lockEdgesOfMany(
  tenant: Tenant,
  subjects: readonly string[],
  targets: readonly string[],
): Promise<void> {
  await tenant.query(lockEdges, subjects, targets);
}

const replace = tenantStatement(
  "replace_edges",
  `WITH wanted AS (
     SELECT w.from_key, w.to_key, w.kind FROM unnest($3::text[], $4::text[], $5::text[]) AS w(from_key, to_key, kind)
   ), gone AS (
     DELETE FROM edges e USING unnest($2::text[]) AS s(key)
     WHERE e.organization_id = $1 AND e.from_key = s.key
       AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.from_key = e.from_key AND w.to_key = e.to_key AND w.kind = e.kind)
   )
   INSERT INTO edges (organization_id, from_key, to_key, kind)
   SELECT $1, w.from_key, w.to_key, w.kind FROM wanted w ORDER BY w.from_key, w.to_key, w.kind ON CONFLICT DO NOTHING`,
);

/** Replaces all outgoing edges of some resources. */
export async function replaceEdges(tenant: Tenant, edges: ReadonlyMap<string, OutgoingEdges>): Promise<void> {
  const rows = [...edges].flatMap(([from, { dependencies, owners, running }]) => [
    ...dependencies.map((to) => ({ from, to, kind: "dependency" })),
    ...owners.map((to) => ({ from, to, kind: "owner" })),
    ...running.map((to) => ({ from, to, kind: "running" })),
  ]);
  await tenant.query(
    replace,
    [...edges.keys()],
    rows.map(({ from }) => from),
    rows.map(({ to }) => to),
    rows.map(({ kind }) => kind),
  );
}

const holdTypes = tenantStatement(
  "hold_types_of_many",
  "SELECT hold_types($1::uuid, p.name, $3) AS held FROM (SELECT DISTINCT t.name FROM unnest($2::text[]) AS t(name) ORDER BY 1) AS p",
);

/** `Effects.types` for the types of several providers. */
export async function holdTypesOfMany(tenant: Tenant, providers: readonly string[], version: string): Promise<void> {
  await tenant.query(holdTypes, providers, version);
}

const audit = tenantStatement(
  "audit_many",
  `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
   SELECT $1, a.actor::jsonb, a.action, a.target, a.outcome, a.correlation_id, a.details::jsonb
   FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     WITH ORDINALITY AS a(actor, action, target, outcome, correlation_id, details, place) ORDER BY a.place`,
);

/** Writes audit rows in order. */
export async function auditMany(tenant: Tenant, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  const names = ["actor", "action", "target", "outcome", "correlationId", "details"] as const;
  await tenant.query(audit, ...names.map((name) => records.map((record) => record[name])));
}
