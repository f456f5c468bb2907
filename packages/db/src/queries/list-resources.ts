import type { Tenant } from "../tenant.ts";
import { containing } from "./pattern.ts";
import { PRESENTED_COLUMNS, type PresentedRow, presentedColumns } from "./resource-row.ts";
import { StatementWriter } from "./statement-writer.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "./within-bytes.ts";

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

/** A part of a list: what comes after a place, up to another, itself included. */
export interface ListRange {
  after?: ListPosition | undefined;
  until?: ListPosition | undefined;
}

/** One batch of a list by keyset, and whether others follow. */
export async function listResources(
  tenant: Tenant,
  filter: ResourceFilter,
  range: ListRange,
  { limit, bytes }: Room,
): Promise<{ rows: PresentedRow[]; more: boolean }> {
  const writer = new StatementWriter();
  const rows = selectList(writer, `${presentedColumns}, ${PRESENTED_BYTES} AS bytes`, filter, range, limit + 1);
  const columns = [...PRESENTED_COLUMNS, "ending_event_id"].join(", ");
  const text = withinBytes({ rows, columns, order: ORDER.join(", "), bytes: writer.value(bytes, "bigint") });
  const statement = writer.finish("list_resources", text, planningOf(filter));
  return fitting(await tenant.query<PresentedRow & Counted>(statement, ...writer.values), limit);
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

/** `listResources` with what a table shows alone, none of which is large. A batch shorter than `limit` is the last. */
export function listResourceRows(
  tenant: Tenant,
  filter: ResourceFilter,
  after: ListPosition | undefined,
  limit: number,
): Promise<ListedRow[]> {
  const writer = new StatementWriter();
  const statement = writer.finish(
    "list_resource_rows",
    selectList(writer, listedColumns, filter, { after }, limit),
    planningOf(filter),
  );
  return tenant.query<ListedRow>(statement, ...writer.values);
}

const ORDER = ["name", "provider", "resource"];
const PRESENTED_BYTES = bytesOf("r.config", "r.resolved_config", "r.outputs", "r.error");

function selectList(
  writer: StatementWriter,
  columns: string,
  filter: ResourceFilter,
  { after, until }: ListRange,
  limit: number,
): string {
  const conditions = filterConditions(writer, filter);
  if (after) conditions.push(placeCondition(writer, ">", after));
  if (until) conditions.push(placeCondition(writer, "<=", until));
  return `SELECT ${columns} FROM resources r WHERE ${conditions.join(" AND ")}
    ORDER BY ${ORDER.map((column) => `r.${column}`).join(", ")} LIMIT ${writer.value(limit, "int")}`;
}

/** A rare tag is found by its index, a common one on the way along the names. */
function planningOf({ tags = [] }: ResourceFilter): { planEachTime?: true } {
  return tags.length > 0 ? { planEachTime: true } : {};
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

function placeCondition(writer: StatementWriter, relation: ">" | "<=", position: ListPosition): string {
  const place = [position.name, position.provider, position.resource].map((part) => writer.value(part, "text"));
  return `(r.name, r.provider, r.resource) ${relation} (${place.join(", ")})`;
}
