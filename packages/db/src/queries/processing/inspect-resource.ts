import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import {
  fromReconciled,
  type ReconcileRow,
  reconcileColumns,
  reconciledByKey,
} from "../resources/load-for-reconcile.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { awaitsHandOver, isHeld, isToBeDecided } from "../sql/lifecycle.ts";
import { unpackedBytes } from "../sql/within-bytes.ts";

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
export type Inspection<Dependency> =
  /** It does not exist, or needs nothing. */
  | { kind: "idle" }
  /** It waits for dependencies, of which these are some. */
  | { kind: "blocked"; by: readonly string[] }
  /** It is due, but there is too much to read at once: this many bytes of memory, as text. */
  | { kind: "large"; bytes: number }
  | { kind: "due"; row: ReconcileRow; dependencies: readonly Dependency[]; bytes: number };

/** The maximum to read at once of a resource and its dependencies, in bytes. */
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
  "r.succeeded_config",
  "r.next_draft",
  "ev.payload",
  "ev.previous_config",
];
const ownBytes = unpackedBytes(...OWN);
// What is paused is looked at for those that use its last values, whatever it waits for itself.
const isDue = `(${awaitsHandOver("r")} AND (${isHeld("r")} OR (NOT r.paused AND NOT COALESCE(ev.not_before > now(), false)))) OR (${isToBeDecided("r")})`;

/**
 * SQL for a {@link DependencyLook}: what blocks it or, if nothing does, the values of its dependencies, if it uses them and
 * they take at most `room` bytes. A function, called only for a resource that waits for others: as a part of the statement it
 * would cost every resource as much as all else (ADR 55).
 * @param how `values`, or `versions` of whatever size
 */
const dependencyInspection = (room: string, how: "values" | "versions"): string =>
  `CASE WHEN (${isDue}) AND NOT r.paused AND r.deleting_since IS NULL AND r.dependencies::text <> '[]' THEN
       look_at_dependencies($1::uuid, r.key, ev.payload IS NULL OR r.stale_since IS NOT NULL, ${room}, ${how === "versions"})
     END AS dependency_look`;

/**
 * Checks whether there is anything to do, then what blocks it, then how much there is to read, and only then reads values
 * of dependencies. All of it is from one snapshot, so that old and new values never mix. No row if its own values take
 * more than $3 bytes.
 */
const inspectFrom = (source: string): string =>
  `SELECT ${isDue} AS is_due, ${ownBytes} AS own_bytes, ${dependencyInspection(`$3::bigint - (${ownBytes})`, "values")},
     ${reconcileColumns} ${source} AND ${ownBytes} <= $3::bigint`;

const inspectOne = tenantStatement("inspect_resource", inspectFrom(fromReconciled));

/** The same for many keys. */
const inspectMany = tenantStatement(
  "inspect_resources",
  `SELECT x.* FROM unnest($2::text[]) AS t(sought) CROSS JOIN LATERAL (${inspectFrom(reconciledByKey("t.sought"))} OFFSET 0) AS x`,
);

/** The same of whatever size, with only the versions of dependencies. */
const inspectLarge = tenantStatement(
  "inspect_large_resource",
  `SELECT ${isDue} AS is_due, ${ownBytes} AS own_bytes, ${dependencyInspection("0", "versions")},
     ${reconcileColumns} ${fromReconciled}`,
);

/** Measures what would be read of one that is due, without reading it. */
const sizeUp = tenantStatement(
  "size_up_resources",
  `SELECT t.sought, x.* FROM unnest($2::text[]) AS t(sought) CROSS JOIN LATERAL (
     SELECT true AS is_due, ${ownBytes} AS own_bytes, ${dependencyInspection("-1", "values")}
     ${reconciledByKey("t.sought")} AND (${isDue}) OFFSET 0
   ) AS x`,
);

interface Sizes {
  is_due: boolean;
  own_bytes: number;
  /** JSON of a {@link DependencyLook}; null if it waits for nothing, or is not due. */
  dependency_look: string | null;
}

type InspectedRow = ReconcileRow & Sizes;

/** The answer of the function `look_at_dependencies`. */
interface DependencyLook<Dependency> {
  /** Keys of some; null if none. */
  blocked_by: string[] | null;
  /** How much their values take as stored; 0 if they are not used. */
  bytes: number;
  /** Null if they take too much. */
  dependencies: Dependency[] | null;
}

const NO_DEPENDENCIES = { blocked_by: null, bytes: 0, dependencies: [] };

/**
 * Looks whether resources are due, and reads what the next step of each needs, unless that is too much at once.
 * @returns the inspection of each, in the order of the keys
 */
export async function inspectResources(
  tenant: Tenant,
  keys: readonly string[],
): Promise<Inspection<LoadedDependency>[]> {
  const [first = ""] = keys;
  const rows = await (keys.length === 1
    ? tenant.query<InspectedRow>(inspectOne, first, MOST_AT_ONCE)
    : tenant.query<InspectedRow>(inspectMany, keys, MOST_AT_ONCE));
  const found = new Map(rows.map((row) => [row.key, row]));
  const rest = keys.filter((key) => !found.has(key));
  const sizes = rest.length === 0 ? [] : await tenant.query<Sizes & { sought: string }>(sizeUp, rest);
  const sized = new Map(sizes.map(({ sought, ...size }) => [sought, size]));
  return keys.map((key) => inspectionOf(found.get(key) ?? sized.get(key)));
}

/** The same for large resources: the values of dependencies are left to `readValues`. */
export async function inspectLargeResource(tenant: Tenant, key: string): Promise<Inspection<DependencyVersion>> {
  return inspectionOf(await tenant.queryOne<InspectedRow>(inspectLarge, key));
}

function inspectionOf<Dependency>(found: InspectedRow | Sizes | undefined): Inspection<Dependency> {
  if (!found?.is_due) return { kind: "idle" };
  const { own_bytes, dependency_look } = found;
  const { blocked_by, bytes, dependencies }: DependencyLook<Dependency> =
    dependency_look === null ? NO_DEPENDENCIES : JSON.parse(dependency_look);
  if (blocked_by !== null) return { kind: "blocked", by: blocked_by };
  const all = own_bytes + Math.min(bytes, PARTS_BYTES);
  if (!("key" in found) || dependencies === null) return { kind: "large", bytes: all };
  // The row goes on as it is, since a copy of so many columns costs; what was parsed need not be held twice.
  found.dependency_look = null;
  return { kind: "due", row: found, dependencies, bytes: all };
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
 * @param sources from `inspectLargeResource`, without those already read
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
