import type { ResourceFilter } from "@pragma/contract";
import type { Tenant } from "../tenant.ts";
import { resourceByKey } from "./by-key.ts";
import { findPlaces, isNarrow } from "./find-places.ts";
import { LIST_ORDER, type ListPosition, type ListRange, placeConditions, rowConditions } from "./resource-filter.ts";
import { PRESENTED_COLUMNS, type PresentedRow, presentedColumns, readColumn } from "./resource-row.ts";
import { StatementWriter } from "./statement-writer.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "./within-bytes.ts";

/** One batch of a list by keyset, and whether more follow. */
export async function listResources(
  tenant: Tenant,
  filter: ResourceFilter,
  range: ListRange,
  { limit, bytes }: Room,
): Promise<{ rows: PresentedRow[]; more: boolean }> {
  const writer = new StatementWriter();
  const rows = selectList(writer, `${presentedColumns}, ${PRESENTED_BYTES} AS bytes`, filter, range, limit + 1);
  const columns = [...PRESENTED_COLUMNS, "ending_event_id"].join(", ");
  const room = { limit: writer.value(limit, "int"), bytes: writer.value(bytes, "bigint") };
  const text = withinBytes({ rows, columns, order: LIST_ORDER, ...room });
  const statement = writer.finish("list_resources", text, planningOf(filter));
  return fitting(await tenant.query<PresentedRow & Counted>(statement, ...writer.values));
}

/** The columns of a resource that a table shows, without configs and outputs, which are most of a row. */
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
] as const satisfies readonly (keyof PresentedRow)[];

export type ListedRow = Pick<PresentedRow, (typeof LISTED)[number]>;

const listedColumns = LISTED.map(readColumn).join(", ");

/** `listResources` with only the columns that a table shows, all small. A batch shorter than `limit` is the last. */
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

const PRESENTED_BYTES = bytesOf("r.config", "r.resolved_config", "r.outputs", "r.error");

function selectList(
  writer: StatementWriter,
  columns: string,
  filter: ResourceFilter,
  range: ListRange,
  limit: number,
): string {
  const most = writer.value(limit, "int");
  if (isNarrow(filter)) {
    const places = findPlaces(writer, filter, range, most);
    return `SELECT ${columns} FROM (${places}) AS p CROSS JOIN LATERAL (${resourceByKey("p.key")}) AS r
      ORDER BY p.name, p.provider, p.resource`;
  }
  const conditions = [...placeConditions(writer, filter, range), ...rowConditions(writer, filter)];
  return `SELECT ${columns} FROM resources r WHERE ${["organization_id = $1", ...conditions].join(" AND ")}
    ORDER BY ${LIST_ORDER} LIMIT ${most}`;
}

/** Rare values are found by their index, common ones on the way along the names. */
function planningOf(filter: ResourceFilter): { planEachTime?: true } {
  return isNarrow(filter) || (filter.tags ?? []).length > 0 ? { planEachTime: true } : {};
}
