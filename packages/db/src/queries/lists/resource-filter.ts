import {
  type DriftStatus,
  FILTER_FIELDS,
  isFinding,
  type LackedField,
  RESOURCE_FIELDS,
  type ResourceFilter,
} from "@pragma/contract";
import { containing } from "../sql/pattern.ts";
import { castOf } from "../sql/resource-row.ts";
import type { StatementWriter } from "../sql/statement-writer.ts";

/** The position after which a page continues: lists are ordered by name, provider and type, by bytes. */
export interface ListPosition {
  name: string;
  provider: string;
  resource: string;
}

/** A part of a list: after one position, up to and including another. */
export interface ListRange {
  after?: ListPosition | undefined;
  until?: ListPosition | undefined;
}

/** A filter of rows, which can also ask for those that are in no set, or have no tags: no parameter of the API says that. */
export type RowFilter = ResourceFilter & { lacking?: LackedField | undefined };

const LACKING: Record<LackedField, string> = { tags: "COALESCE(cardinality(tags), 0) = 0", set: "set IS NULL" };

export const LIST_ORDER = "name, provider, resource";

/** Conditions on the columns `provider` and those of a position, which every way to a resource has. */
export function placeConditions(
  writer: StatementWriter,
  { provider }: ResourceFilter,
  { after, until }: ListRange,
): string[] {
  const conditions: string[] = [];
  if (provider !== undefined) conditions.push(`provider = ${writer.value(provider, "text")}`);
  if (after) conditions.push(`(name, provider, resource) > ${place(writer, after)}`);
  if (until) conditions.push(`(name, provider, resource) <= ${place(writer, until)}`);
  return conditions;
}

/** Conditions on type and text that need only the parts of a key. */
export function nameConditions(writer: StatementWriter, { resource, q }: ResourceFilter): string[] {
  const conditions: string[] = [];
  if (resource !== undefined) conditions.push(`resource = ${writer.value(resource, "text")}`);
  if (q !== undefined) {
    conditions.push(`provider || '/' || resource || '/' || name ILIKE ${writer.value(containing(q), "text")}`);
  }
  return conditions;
}

/** Filters on parts of the key, which `placeConditions` and `nameConditions` handle. */
const OF_KEY: readonly string[] = ["provider", "resource"] satisfies (keyof ResourceFilter)[];

/** Conditions on a row of `resources` that its key does not decide. */
export function rowConditions(writer: StatementWriter, filter: RowFilter): string[] {
  const conditions = FILTER_FIELDS.filter((field) => !OF_KEY.includes(field)).flatMap((field) => {
    const wanted = filter[field];
    if (!isGiven(wanted)) return [];
    if (field === "drift") return driftConditions(writer, wanted as DriftStatus);
    const operator = { equals: "=", contains: "@>" }[RESOURCE_FIELDS[field].filter.matches];
    return [`${field} ${operator} ${writer.value(wanted, castOf(field))}`];
  });
  return filter.lacking ? [...conditions, LACKING[filter.lacking]] : conditions;
}

/** No index has the column: findings, which are few, are found by their checks. */
function driftConditions(writer: StatementWriter, wanted: DriftStatus): string[] {
  const word = writer.value(wanted, "text");
  if (!isFinding(wanted)) return [`drift = ${word}`];
  const found = `SELECT resource_key FROM drift_checks WHERE organization_id = $1 AND found = ${word}`;
  return [`drift = ${word}`, `key IN (${found})`];
}

/** Whether a filter selects anything: no tags at all ask for nothing. */
export function isGiven<Wanted>(wanted: Wanted | undefined): wanted is Wanted {
  return wanted !== undefined && !(Array.isArray(wanted) && wanted.length === 0);
}

/** All conditions on a row of `resources`, for a statement that reads all that match. */
export function filterConditions(writer: StatementWriter, filter: RowFilter): string[] {
  return [
    "organization_id = $1",
    ...placeConditions(writer, filter, {}),
    ...nameConditions(writer, filter),
    ...rowConditions(writer, filter),
  ];
}

/** `nameConditions` in a form that the text index supports. The index needs three letters or digits in a row. */
export function textConditions(writer: StatementWriter, { resource, q }: ResourceFilter): string[] {
  const conditions: string[] = [];
  if (q !== undefined) conditions.push(`key ILIKE ${writer.value(containing(q), "text")}`);
  if (resource !== undefined) {
    conditions.push(`key LIKE ${writer.value(containing(`/${resource}/`), "text")}`);
    conditions.push(`resource = ${writer.value(resource, "text")}`);
  }
  return conditions;
}

export function isInTextIndex({ resource, q }: ResourceFilter): boolean {
  return [q, resource].some((part) => part !== undefined && /[A-Za-z0-9]{3}/.test(part));
}

function place(writer: StatementWriter, position: ListPosition): string {
  return `(${[position.name, position.provider, position.resource].map((part) => writer.value(part, "text")).join(", ")})`;
}
