import type { Tenant } from "../tenant.ts";
import type { Effects } from "./effects.ts";
import { allColumns, COLUMN_CASTS, type ResourceRow } from "./resource-row.ts";
import { StatementWriter } from "./statement-writer.ts";
import { writeEffects } from "./write-effects.ts";

/** Columns a change may set. `state_changed_at`, `ready_changed_at`, `version` and `updated_at` follow by themselves. */
export type ResourcePatch = Partial<
  Omit<ResourceRow, "key" | "id" | "provider" | "resource" | "name" | "version" | "created_at" | "updated_at">
>;

const CHANGEABLE = Object.keys(COLUMN_CASTS) as (keyof ResourcePatch & keyof typeof COLUMN_CASTS)[];

/** What must hold for a change to be made. */
export type Guard =
  /** The row is as it was read. */
  | { version: string }
  /** The row still awaits this event, in this state; metadata may have changed meanwhile. */
  | {
      pendingEventId: string;
      state: ResourceRow["lifecycle_state"];
      heldBy?: { owner: string; attempt: number };
      /** Nothing that depends on it has resolved it before. */
      unresolved?: true;
    };

/**
 * Changes one resource and writes everything that belongs to the change, in one statement.
 * @returns the new row, or undefined if the guard did not hold; then nothing was written
 */
export async function updateResource(
  tenant: Tenant,
  key: string,
  guard: Guard,
  patch: ResourcePatch,
  effects: Effects,
): Promise<ResourceRow | undefined> {
  const writer = new StatementWriter();
  const sets = ["version = r.version + 1", "updated_at = now()"];
  for (const column of CHANGEABLE) {
    if (column in patch)
      sets.push(`${column} = ${writer.value(patch[column] as string | null, COLUMN_CASTS[column] as string)}`);
  }
  const state = patch.lifecycle_state;
  if (state !== undefined) {
    sets.push("state_changed_at = now()");
    const turned = state === "ready" ? "r.lifecycle_state <> 'ready'" : "r.lifecycle_state = 'ready'";
    sets.push(`ready_changed_at = CASE WHEN ${turned} THEN now() ELSE r.ready_changed_at END`);
  }
  const conditions = [
    `r.organization_id = $1`,
    `r.key = ${writer.value(key, "text")}`,
    ...guardConditions(writer, guard),
  ];
  writer.cte(
    "changed",
    `UPDATE resources r SET ${sets.join(", ")} WHERE ${conditions.join(" AND ")} RETURNING ${allColumns}`,
  );
  const calls = writeEffects(writer, effects);
  const statement = writer.finish("update_resource", selectChanged(calls));
  return tenant.queryOne<ResourceRow>(statement, ...writer.values);
}

/**
 * Creates one resource and writes everything that belongs to it, in one statement.
 * @returns the new row, or undefined if its key or its id is taken; then nothing was written
 */
export async function insertResource(
  tenant: Tenant,
  row: Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name"> & ResourcePatch,
  effects: Effects,
): Promise<ResourceRow | undefined> {
  const writer = new StatementWriter();
  const columns: string[] = ["organization_id"];
  const values: string[] = ["$1::uuid"];
  const add = (column: string, place: string): void => {
    columns.push(column);
    values.push(place);
  };
  for (const column of ["key", "id", "provider", "resource", "name"] as const)
    add(column, writer.value(row[column], "text"));
  for (const column of CHANGEABLE) {
    if (column in row) add(column, writer.value(row[column] as string | null, COLUMN_CASTS[column] as string));
  }
  writer.cte(
    "changed",
    `INSERT INTO resources AS r (${columns.join(", ")}) VALUES (${values.join(", ")}) ON CONFLICT DO NOTHING RETURNING ${allColumns}`,
  );
  const calls = writeEffects(writer, effects);
  const statement = writer.finish("insert_resource", selectChanged(calls));
  return tenant.queryOne<ResourceRow>(statement, ...writer.values);
}

/** SQL conditions on `resources r` for a guard. */
export function guardConditions(writer: StatementWriter, guard: Guard): string[] {
  if ("version" in guard) return [`r.version = ${writer.value(guard.version, "bigint")}`];
  const event = writer.value(guard.pendingEventId, "uuid");
  const conditions = [`r.pending_event_id = ${event}`, `r.lifecycle_state = ${writer.value(guard.state, "text")}`];
  if (guard.heldBy) {
    conditions.push(
      `EXISTS (SELECT 1 FROM events e WHERE e.organization_id = $1 AND e.id = ${event}
         AND e.lease_owner = ${writer.value(guard.heldBy.owner, "text")} AND e.attempt = ${writer.value(guard.heldBy.attempt, "int")})`,
    );
  }
  if (guard.unresolved) conditions.push("NOT has_resolved_dependents($1::uuid, r.key)");
  return conditions;
}

function selectChanged(calls: readonly string[]): string {
  const columns = ["changed.*", ...calls.map((call, index) => `${call} AS call_${index}`)];
  return `SELECT ${columns.join(", ")} FROM changed`;
}
