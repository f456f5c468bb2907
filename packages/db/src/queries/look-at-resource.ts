import { tenantStatement } from "../statement.ts";
import type { Tenant } from "../tenant.ts";
import { resourceByKey } from "./by-key.ts";
import { awaitsHandOver, blocksDependents, isToBeDecided } from "./lifecycle.ts";
import { type ReconcileRow, reconcileRow } from "./load-for-reconcile.ts";

/** The values of a dependency that references resolve to: those of its last success. */
export interface LoadedDependency {
  key: string;
  config: unknown;
  outputs: unknown;
}

/** A dependency whose values have yet to be read, with `readValues`. */
export interface DependencyVersion {
  key: string;
  version: string;
}

/** The state of a resource that a worker looks at. */
export type Look<Dependency> =
  /** It does not exist, or needs nothing. */
  | { kind: "idle" }
  /** It waits for dependencies, of which these are some. */
  | { kind: "blocked"; by: readonly string[] }
  /** It is due, but there is too much to read at once: this many bytes of memory, as text. */
  | { kind: "large"; bytes: number }
  | { kind: "due"; row: ReconcileRow; dependencies: readonly Dependency[]; bytes: number };

/** The maximum to read at once of a resource and its dependencies, in bytes as stored. */
const MOST_AT_ONCE = 256 * 1024;
/** Memory for dependencies' values that are read in parts: one part, and what is kept of earlier parts. */
const PART_BYTES = 4 * 1024 * 1024;
const PARTS_BYTES = 2 * PART_BYTES;
/** Maximum number that one `readValues` considers, whatever their size. */
const PART_ROWS = 32;

const OWN = [
  "r.config",
  "r.resolved_config",
  "r.handed_config",
  "r.applied_config",
  "r.outputs",
  "ev.payload",
  "ev.previous_config",
];
const sizeOf = (size: (column: string) => string): string =>
  OWN.map((column) => `COALESCE(${size(column)}, 0)`).join(" + ");

/**
 * Checks first whether there is anything to do, then what blocks it, then how much there is to read, and only then
 * reads it. All of it is from one snapshot, so that old and new values never mix. With $4 it reads whatever the size,
 * and only the versions of dependencies.
 */
const look = tenantStatement(
  "look_at_resource",
  `SELECT w.is_due, b.blocked_by, w.own + CASE WHEN w.uses_values THEN LEAST(b.stored, ${PARTS_BYTES}) ELSE 0 END AS bytes, f.*,
     CASE WHEN f.key IS NULL OR NOT w.uses_values THEN NULL WHEN $4::boolean THEN (
       SELECT json_agg(json_build_object('key', d.key, 'version', d.version::text))
       FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.to_key")}) d
       WHERE e.organization_id = $1 AND e.from_key = $2 AND e.kind = 'dependency'
     ) ELSE (
       SELECT json_agg(json_build_object('key', d.key, 'config', d.applied_config, 'outputs', d.outputs))
       FROM edges e CROSS JOIN LATERAL (${resourceByKey("e.to_key")}) d
       WHERE e.organization_id = $1 AND e.from_key = $2 AND e.kind = 'dependency'
     ) END AS dependency_rows
   FROM (
     SELECT due.is_due, r.deleting_since IS NULL AND r.dependencies::text <> '[]' AS waits,
       r.deleting_since IS NULL AND r.dependencies::text <> '[]' AND (ev.payload IS NULL OR r.stale_since IS NOT NULL) AS uses_values,
       size.stored, CASE WHEN due.is_due AND size.stored > $3::bigint THEN ${sizeOf((column) => `octet_length(${column}::text)`)} ELSE size.stored END AS own
     FROM resources r LEFT JOIN events ev ON ev.organization_id = r.organization_id AND ev.id = r.pending_event_id
     CROSS JOIN LATERAL (
       SELECT (${awaitsHandOver("r")} AND NOT COALESCE(ev.not_before > now(), false))
         OR (${isToBeDecided("r")}) AS is_due
     ) AS due CROSS JOIN LATERAL (SELECT ${sizeOf((column) => `pg_column_size(${column})`)} AS stored) AS size
     WHERE r.organization_id = $1 AND r.key = $2 OFFSET 0
   ) AS w CROSS JOIN LATERAL (
     SELECT (array_agg(e.to_key) FILTER (WHERE ${blocksDependents("d")}))[:10] AS blocked_by,
       COALESCE(sum(COALESCE(pg_column_size(d.applied_config), 0) + COALESCE(pg_column_size(d.outputs), 0)), 0) AS stored
     FROM edges e LEFT JOIN LATERAL (${resourceByKey("e.to_key")}) d ON true
     WHERE w.is_due AND w.waits AND e.organization_id = $1 AND e.from_key = $2 AND e.kind = 'dependency' OFFSET 0
   ) AS b LEFT JOIN LATERAL (
     ${reconcileRow} AND w.is_due AND b.blocked_by IS NULL
       AND ($4::boolean OR w.stored + CASE WHEN w.uses_values THEN b.stored ELSE 0 END <= $3::bigint) OFFSET 0
   ) AS f ON true`,
);

type LookRow = {
  is_due: boolean;
  blocked_by: string[] | null;
  /** bigint as text. */
  bytes: string;
  dependency_rows: string | null;
} & { [Column in keyof ReconcileRow]: ReconcileRow[Column] | null };

/** Looks whether a resource is due, and reads what the next step needs, unless that is too much at once. */
export function lookAtResource(tenant: Tenant, key: string): Promise<Look<LoadedDependency>> {
  return lookAt(tenant, key, false);
}

/** The same for large resources: the values of dependencies are left to `readValues`. */
export function lookAtLargeResource(tenant: Tenant, key: string): Promise<Look<DependencyVersion>> {
  return lookAt(tenant, key, true);
}

async function lookAt<Dependency>(tenant: Tenant, key: string, inParts: boolean): Promise<Look<Dependency>> {
  const found = await tenant.queryOne<LookRow>(look, key, MOST_AT_ONCE, inParts);
  if (!found?.is_due) return { kind: "idle" };
  const { is_due: _, blocked_by, bytes, dependency_rows, ...row } = found;
  if (blocked_by !== null) return { kind: "blocked", by: blocked_by };
  if (row.key === null) return { kind: "large", bytes: Number(bytes) };
  const dependencies = dependency_rows === null ? [] : (JSON.parse(dependency_rows) as Dependency[]);
  return { kind: "due", row: row as ReconcileRow, dependencies, bytes: Number(bytes) };
}

const values = tenantStatement(
  "values_of_resources",
  `SELECT key, version, config, outputs FROM (
     SELECT d.key, d.version::text, d.applied_config AS config, d.outputs, t.place, sum(s.size) OVER (ORDER BY t.place) - s.size AS before
     FROM unnest($2::text[]) WITH ORDINALITY AS t(key, place) CROSS JOIN LATERAL (${resourceByKey("t.key")}) AS d
     CROSS JOIN LATERAL (
       SELECT COALESCE(octet_length(d.applied_config::text), 0) + COALESCE(octet_length(d.outputs::text), 0) AS size
     ) AS s
   ) AS part WHERE before < ${PART_BYTES} ORDER BY place`,
);

/**
 * Reads the values of some dependencies: the first few, within a number of bytes, but at least one.
 * @param sources from `lookAtLargeResource`, without those already read
 * @returns undefined if one of them has changed since
 */
export async function readValues(
  tenant: Tenant,
  sources: readonly DependencyVersion[],
): Promise<LoadedDependency[] | undefined> {
  const part = sources.slice(0, PART_ROWS);
  const rows = await tenant.query<{ key: string; version: string; config: string | null; outputs: string | null }>(
    values,
    part.map(({ key }) => key),
  );
  if (rows.length === 0 || rows.some(({ key, version }, at) => part[at]?.key !== key || part[at].version !== version)) {
    return undefined;
  }
  const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return rows.map(({ key, config, outputs }) => ({ key, config: parsed(config), outputs: parsed(outputs) }));
}
