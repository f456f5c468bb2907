import { isReady } from "@pragma/contract";
import type { Tenant } from "../../tenant.ts";
import type { Effects } from "../sql/effects.ts";
import { inState, isBeingDeleted } from "../sql/lifecycle.ts";
import {
  allColumns,
  CHANGEABLE_COLUMNS,
  castOf,
  EVERY_COLUMN,
  endingEvent,
  type ResourcePatch,
  type ResourceRow,
  readColumn,
} from "../sql/resource-row.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { selectChanged } from "./write-effects.ts";

/** The condition for a change to be written. */
export type Guard =
  /** The row is as it was read. */
  | { version: string }
  /** The row still awaits this event, in this state; metadata may have changed in the meantime. */
  | {
      pendingEventId: string;
      state: ResourceRow["lifecycle_state"];
      /** A worker still holds it by this lease. */
      leaseId?: string;
      /** And nothing of it has changed since it was read, metadata included. */
      version?: string;
      /** No dependent has resolved it before. */
      unresolved?: true;
    };

/**
 * Changes one resource and writes everything that belongs to the change, in one statement.
 * @returns the new row, or undefined if the guard did not hold, new edges would close a cycle, or another effect was
 *   refused; then nothing was written
 */
export function updateResource(
  tenant: Tenant,
  key: string,
  guard: Guard,
  patch: ResourcePatch,
  effects: Effects,
): Promise<WrittenRow | undefined> {
  const writer = new StatementWriter();
  writeUpdate(writer, key, guard, patch, effects, allColumns);
  const statement = writer.finish("update_resource", selectChanged(writer, ["changed.*"], effects));
  return tenant.queryOne<WrittenRow>(statement, ...writer.values);
}

/** News of a write besides the row: ids of the changes whose actions it has moved. */
export interface Touched {
  changes_touched?: readonly string[];
}

/** A row as it was written. */
export type WrittenRow = ResourceRow & Touched;

/** A resource that a change woke, and the reconcile request that makes a worker look at it. */
export interface Woken {
  key: string;
  jobId: string;
}

/**
 * `updateResource` for callers that do not need the new row.
 * @returns undefined if the guard did not hold; `woken` if the change woke exactly one other resource
 */
export async function changeAndWake(
  tenant: Tenant,
  key: string,
  guard: Guard,
  patch: ResourcePatch,
  effects: Effects,
): Promise<({ woken: Woken | undefined } & Touched) | undefined> {
  const writer = new StatementWriter();
  writeUpdate(writer, key, guard, patch, effects, "r.key, r.stale_since");
  const statement = writer.finish("change_resource", selectChanged(writer, ["1 AS done"], effects));
  const row = await tenant.queryOne<{ woken?: string | null } & Touched>(statement, ...writer.values);
  if (!row) return undefined;
  const { woken, changes_touched = [] } = row;
  return { woken: woken ? (JSON.parse(woken) as Woken) : undefined, changes_touched };
}

function writeUpdate(
  writer: StatementWriter,
  key: string,
  guard: Guard,
  patch: ResourcePatch,
  effects: Effects,
  returning: string,
): void {
  const keyPlace = writer.value(key, "text");
  const guards = writeEffectGuards(writer, keyPlace, effects);
  const first = [...guards.ctes, ...writeAffected(writer, keyPlace, effects)];
  const sets = assignments(writer, patch);
  if (effects.join) sets.push("stale_since = CASE WHEN joining.keys IS NOT NULL THEN now() ELSE r.stale_since END");
  const own = ["r.organization_id = $1", `r.key = ${keyPlace}`, ...guardConditions(writer, guard)];
  const conditions = [...own, ...guards.conditions];
  writer.cte(
    "changed",
    `UPDATE resources r SET ${sets.join(", ")} ${first.length > 0 ? `FROM ${first.join(", ")}` : ""}
     WHERE ${conditions.join(" AND ")} RETURNING ${returning}`,
  );
}

/** The assignments of an UPDATE of `resources r`: the columns of a patch, and those that follow from it. */
export function assignments(writer: StatementWriter, patch: ResourcePatch): string[] {
  const sets = ["version = nextval('resources_version_seq')", "updated_at = now()"];
  for (const column of CHANGEABLE_COLUMNS) {
    if (!(column in patch)) continue;
    sets.push(`${column} = ${writer.value(patch[column] as string | null, castOf(column))}`);
  }
  const state = patch.lifecycle_state;
  if (state !== undefined) {
    sets.push("state_changed_at = now()");
    const turned = inState("r", isReady(state) ? (before) => !isReady(before) : isReady);
    sets.push(`ready_changed_at = CASE WHEN ${turned} THEN now() ELSE r.ready_changed_at END`);
  }
  return sets;
}

/**
 * Creates one resource and writes everything that belongs to it, in one statement.
 * @returns the new row, or undefined if its key or its id is taken, its edges would close a cycle, or another effect
 *   was refused; then nothing was written
 */
export async function insertResource(
  tenant: Tenant,
  row: Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name"> & ResourcePatch,
  effects: Effects,
): Promise<WrittenRow | undefined> {
  const writer = new StatementWriter();
  const keyPlace = writer.value(row.key, "text");
  const guards = writeEffectGuards(writer, keyPlace, effects);
  const columns: string[] = ["organization_id", "key"];
  const values: string[] = ["$1::uuid", keyPlace];
  const add = (column: string, place: string): void => {
    columns.push(column);
    values.push(place);
  };
  for (const column of ["id", "provider", "resource", "name"] as const) add(column, writer.value(row[column], "text"));
  for (const column of CHANGEABLE_COLUMNS) {
    if (column in row) add(column, writer.value(row[column] as string | null, castOf(column)));
  }
  const filledIn = EVERY_COLUMN.filter((column) => !(column in row)).map(readColumn);
  const source =
    guards.ctes.length > 0
      ? `SELECT ${values.join(", ")} FROM ${guards.ctes.join(", ")} WHERE ${["true", ...guards.conditions].join(" AND ")}`
      : `VALUES (${values.join(", ")})`;
  writer.cte(
    "changed",
    `INSERT INTO resources AS r (${columns.join(", ")}) ${source} ON CONFLICT DO NOTHING
     RETURNING r.key, ${[...filledIn, endingEvent].join(", ")}`,
  );
  const statement = writer.finish("insert_resource", selectChanged(writer, ["changed.*"], effects, { isNew: true }));
  // Values come back as they were written: JSON is stored as text.
  const rest = await tenant.queryOne<Partial<ResourceRow>>(statement, ...writer.values);
  return rest && ({ ...row, ...rest } as WrittenRow);
}

/** CTEs to join, each with one row or none, and conditions that must hold, so that no effect is refused. */
interface EffectGuards {
  ctes: string[];
  conditions: string[];
}

/**
 * If edges are written, a CTE first locks what they touch and searches for a path back: no concurrent commit can create
 * a cycle. After it come CTEs that lock other resources in shared mode, so that they stay as they are seen: after
 * waiting for a lock, this sees what its holder committed.
 */
function writeEffectGuards(
  writer: StatementWriter,
  keyPlace: string,
  { edges, newOwners = [], onBehalfOf }: Effects,
): EffectGuards {
  const guards: EffectGuards = { ctes: [], conditions: [] };
  if (edges) {
    const targets = writer.value([...edges.dependencies, ...edges.owners], "text[]");
    writer.locks();
    writer.cte("edge_guard", `SELECT lock_edges_and_reach($1::uuid, ${keyPlace}, ${targets}) AS cyclic`);
    guards.ctes.push("edge_guard");
    guards.conditions.push("NOT edge_guard.cyclic");
  }
  const others = edges ? "edge_guard CROSS JOIN resources o" : "resources o";
  if (newOwners.length > 0) {
    const owners = writer.value(newOwners, "text[]");
    writer.cte(
      "owner_guard",
      `SELECT COALESCE(bool_or(NOT owner.is_leaving), true) AS one_stays FROM (
         SELECT ${isBeingDeleted("o")} AS is_leaving FROM ${others}
         WHERE o.organization_id = $1 AND o.key = ANY (${owners}) ORDER BY o.key FOR SHARE OF o
       ) AS owner`,
    );
    guards.ctes.push("owner_guard");
    guards.conditions.push("owner_guard.one_stays");
  }
  if (onBehalfOf) {
    writer.cte(
      "handler_guard",
      `SELECT 1 FROM ${others} WHERE o.organization_id = $1 AND o.key = ${writer.value(onBehalfOf.key, "text")}
         AND o.pending_event_id = ${writer.value(onBehalfOf.eventId, "uuid")} FOR SHARE OF o`,
    );
    guards.ctes.push("handler_guard");
  }
  return guards;
}

/**
 * If a change marks other resources, a CTE first locks all that it affects.
 * @returns what to join, so that it runs before the change is written
 */
function writeAffected(writer: StatementWriter, keyPlace: string, { spread, join }: Effects): string[] {
  if (spread) {
    const spared = writer.value(spread.spared, "text[]");
    writer.cte("affected", `SELECT lock_affected($1::uuid, ${keyPlace}, ${spared}) AS keys`);
    return ["affected"];
  }
  if (join) {
    const dependencies = writer.value(join.dependencies, "text[]");
    writer.cte("joining", `SELECT lock_to_join($1::uuid, ${keyPlace}, ${dependencies}) AS keys`);
    return ["joining"];
  }
  return [];
}

/** SQL conditions on `resources r` for a guard. */
export function guardConditions(writer: StatementWriter, guard: Guard): string[] {
  if (!("pendingEventId" in guard)) return [`r.version = ${writer.value(guard.version, "bigint")}`];
  const event = writer.value(guard.pendingEventId, "uuid");
  const conditions = [`r.pending_event_id = ${event}`, `r.lifecycle_state = ${writer.value(guard.state, "text")}`];
  if (guard.version) conditions.push(`r.version = ${writer.value(guard.version, "bigint")}`);
  if (guard.leaseId) conditions.push(`holds_lease($1::uuid, r.key, ${writer.value(guard.leaseId, "uuid")})`);
  if (guard.unresolved) conditions.push("NOT has_resolved_dependents($1::uuid, r.key)");
  return conditions;
}
