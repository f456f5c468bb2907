import type { LifecycleState, ResourceFilter } from "@pragma/contract";
import type { StatementWriter } from "../sql/statement-writer.ts";
import {
  isInTextIndex,
  LIST_ORDER,
  type ListRange,
  nameConditions,
  placeConditions,
  type RowFilter,
  rowConditions,
  textConditions,
} from "./resource-filter.ts";

/** How many entries to walk in list order, using only an index, before searching another way. */
const WALKED = 15_000;

/** The same if each step reads a row. */
const WALKED_ROWS = 1000;

const IN_FLIGHT: readonly LifecycleState[] = ["pending", "processing"];
const INACTIVE: readonly LifecycleState[] = ["draft", "failed"];

/**
 * Whether few resources are likely to match, so that `findPlaces` should find them rather than a walk along the list.
 * For tags alone, the planner makes good use of their index.
 */
export function isNarrow({ resource, q, lifecycle_state }: ResourceFilter): boolean {
  return resource !== undefined || q !== undefined || isNotReady(lifecycle_state);
}

function isNotReady(state: LifecycleState | undefined): boolean {
  return isOf(IN_FLIGHT, state) || isOf(INACTIVE, state);
}

function isOf(states: readonly LifecycleState[], state: LifecycleState | undefined): state is LifecycleState {
  return state !== undefined && states.includes(state);
}

/**
 * SQL for the keys of the next matching resources, in order, in two steps. If many match, a short walk in list order
 * finds them near the start. If few match, their indexes find them, followed by a sort; that reads all matches, so it
 * runs only if the walk found too few. The planner on its own would assume, without knowing, that matches are spread
 * evenly over the list.
 *
 * @param limit SQL of how many
 */
export function findPlaces(writer: StatementWriter, filter: RowFilter, range: ListRange, limit: string): string {
  const walked = walkedSteps(filter);
  const all = source(writer, filter, range);
  const steps = walked === null ? "" : `LIMIT ${walked}`;
  writer.materialized("walked", `SELECT ${LIST_ORDER} FROM (${all}) AS listed ORDER BY ${LIST_ORDER} ${steps}`);
  // A loop over the walked entries: it keeps their order, and stops as soon as it has enough.
  const row = `SELECT * FROM resources
    WHERE organization_id = $1 AND resources.key = w.provider || '/' || w.resource || '/' || w.name OFFSET 0`;
  writer.materialized(
    "near",
    `SELECT r.key, r.name, r.provider, r.resource
     FROM (SELECT * FROM walked ${where(nameConditions(writer, filter))}) AS w CROSS JOIN LATERAL (${row}) AS r
     ${where(rowConditions(writer, filter))} LIMIT ${limit}`,
  );
  const columns = `key, ${LIST_ORDER}`;
  if (walked === null) return `SELECT ${columns} FROM near`;
  writer.materialized("walk_end", `SELECT ${LIST_ORDER} FROM walked OFFSET ${walked - 1} LIMIT 1`);
  const conditions = [
    "organization_id = $1",
    `(SELECT count(*) FROM near) < ${limit} AND EXISTS (SELECT 1 FROM walk_end)`,
    `(${LIST_ORDER}) > ((SELECT name FROM walk_end), (SELECT provider FROM walk_end), (SELECT resource FROM walk_end))`,
    ...placeConditions(writer, filter, { until: range.until }),
    ...textConditions(writer, filter),
    ...rowConditions(writer, filter),
  ];
  conditions.push(...filteredKeys(writer, filter));
  writer.materialized("far", `SELECT ${columns} FROM resources ${where(conditions)}`);
  return `SELECT ${columns} FROM (SELECT * FROM near UNION ALL SELECT * FROM far) AS found ORDER BY ${LIST_ORDER} LIMIT ${limit}`;
}

/** A condition by which the few resources that are in another state than ready are found without reading the others. */
export function filteredKeys(writer: StatementWriter, filter: ResourceFilter): string[] {
  return isNotReady(filter.lifecycle_state) ? [`key IN (${keysOf(writer, filter)})`] : [];
}

/** Null: walk to the end. A text that the index cannot find is searched for in all names. */
function walkedSteps(filter: ResourceFilter): number | null {
  if (isNotReady(filter.lifecycle_state)) return WALKED_ROWS;
  return isInTextIndex(filter) ? WALKED : null;
}

/** The positions of all resources in a state other than ready, or of all resources. */
function source(writer: StatementWriter, filter: ResourceFilter, range: ListRange): string {
  const { lifecycle_state: state } = filter;
  const conditions = placeConditions(writer, filter, range);
  if (isOf(INACTIVE, state)) {
    conditions.unshift("organization_id = $1", `state = ${writer.value(state, "text")}`);
    return `SELECT ${LIST_ORDER} FROM inactive_resources ${where(conditions)}`;
  }
  if (isOf(IN_FLIGHT, state)) {
    return `SELECT DISTINCT ${LIST_ORDER} FROM (${PLACES_IN_FLIGHT}) AS in_flight ${where(conditions)}`;
  }
  return `SELECT ${LIST_ORDER} FROM resources ${where(["organization_id = $1", ...conditions])}`;
}

/** Every pending or processing resource has an unsettled event: only those are read. */
const UNSETTLED = "events WHERE organization_id = $1 AND settled_at IS NULL";

const PLACES_IN_FLIGHT = `SELECT split_part(resource_key, '/', -1) AS name, split_part(resource_key, '/', 1) AS provider,
    regexp_replace(resource_key, '^[^/]*/(.*)/[^/]*$', '\\1') AS resource
  FROM ${UNSETTLED}`;

function keysOf(writer: StatementWriter, { lifecycle_state: state }: ResourceFilter): string {
  if (isOf(IN_FLIGHT, state)) return `SELECT resource_key FROM ${UNSETTLED}`;
  return `SELECT provider || '/' || resource || '/' || name FROM inactive_resources
    WHERE organization_id = $1 AND state = ${writer.value(state ?? null, "text")}`;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
}
