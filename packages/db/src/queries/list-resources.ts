import type { Tenant } from "../tenant.ts";
import { containing } from "./pattern.ts";
import { type PresentedRow, presentedColumns } from "./resource-row.ts";
import { StatementWriter } from "./statement-writer.ts";

export interface ResourceFilter {
  provider?: string | undefined;
  resource?: string | undefined;
  lifecycleState?: string | undefined;
  /** All must be present. */
  tags?: readonly string[] | undefined;
  /** Part of name, type or provider, whatever the case. */
  text?: string | undefined;
}

/** The place after which a page goes on: lists are ordered by name, provider and type, by bytes. */
export interface ListPosition {
  name: string;
  provider: string;
  resource: string;
}

/** One batch of a list by keyset. A batch shorter than `limit` is the last. */
export function listResources(
  tenant: Tenant,
  filter: ResourceFilter,
  after: ListPosition | undefined,
  limit: number,
): Promise<PresentedRow[]> {
  return list<PresentedRow>(tenant, "list_resources", presentedColumns, filter, after, limit);
}

/** What a table shows of a resource: neither configs nor outputs, which are most of a row. */
export type ListedRow = Pick<
  PresentedRow,
  | "key"
  | "id"
  | "provider"
  | "resource"
  | "name"
  | "lifecycle_state"
  | "error"
  | "tags"
  | "has_tags"
  | "generation"
  | "updated_at"
  | "stale_since"
  | "deleting_since"
>;

const LISTED = [
  "key",
  "id",
  "provider",
  "resource",
  "name",
  "lifecycle_state",
  "error",
  "tags",
  "has_tags",
  "generation",
  "updated_at",
  "stale_since",
  "deleting_since",
] as const satisfies readonly (keyof ListedRow)[];

const listedColumns = LISTED.map((column) => `r.${column}`).join(", ");

/** `listResources` with what a table shows alone. */
export function listResourceRows(
  tenant: Tenant,
  filter: ResourceFilter,
  after: ListPosition | undefined,
  limit: number,
): Promise<ListedRow[]> {
  return list<ListedRow>(tenant, "list_resource_rows", listedColumns, filter, after, limit);
}

function list<Row>(
  tenant: Tenant,
  name: string,
  columns: string,
  filter: ResourceFilter,
  after: ListPosition | undefined,
  limit: number,
): Promise<Row[]> {
  const writer = new StatementWriter();
  const conditions = [...filterConditions(writer, filter), ...(after ? [placeCondition(writer, after)] : [])];
  const statement = writer.finish(
    name,
    `SELECT ${columns} FROM resources r WHERE ${conditions.join(" AND ")}
     ORDER BY r.name, r.provider, r.resource LIMIT ${writer.value(limit, "int")}`,
    // A rare tag is found by its index, a common one on the way along the names.
    filter.tags && filter.tags.length > 0 ? { planEachTime: true } : {},
  );
  return tenant.query<Row>(statement, ...writer.values);
}

function filterConditions(writer: StatementWriter, filter: ResourceFilter): string[] {
  const conditions = ["r.organization_id = $1"];
  if (filter.provider !== undefined) conditions.push(`r.provider = ${writer.value(filter.provider, "text")}`);
  if (filter.resource !== undefined) conditions.push(`r.resource = ${writer.value(filter.resource, "text")}`);
  if (filter.lifecycleState !== undefined) {
    conditions.push(`r.lifecycle_state = ${writer.value(filter.lifecycleState, "text")}`);
  }
  if (filter.tags && filter.tags.length > 0) conditions.push(`r.tags @> ${writer.value(filter.tags, "text[]")}`);
  if (filter.text !== undefined) conditions.push(`r.key ILIKE ${writer.value(containing(filter.text), "text")}`);
  return conditions;
}

function placeCondition(writer: StatementWriter, after: ListPosition): string {
  const place = [after.name, after.provider, after.resource].map((part) => writer.value(part, "text"));
  return `(r.name, r.provider, r.resource) > (${place.join(", ")})`;
}
