import {
  DEFAULT_SORT,
  type LifecycleState,
  type ListSort,
  type ResourceFilter,
  SHOWN_FIELDS,
  type ShownField,
} from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { PRESENTED_COLUMNS, type PresentedRow, presentedColumns, readColumn } from "../sql/resource-row.ts";
import { StatementWriter } from "../sql/statement-writer.ts";
import { bytesOf, type Counted, fitting, type Room, withinBytes } from "../sql/within-bytes.ts";
import { filteredKeys, findPlaces, isNarrow } from "./find-places.ts";
import {
  afterPosition,
  isByState,
  orderBy,
  type PlainSort,
  type SortedPosition,
  statesInOrder,
  untilPosition,
  valueColumn,
} from "./list-order.ts";
import {
  isGiven,
  isInTextIndex,
  LIST_ORDER,
  type ListRange,
  nameConditions,
  placeConditions,
  type RowFilter,
  rowConditions,
  textConditions,
} from "./resource-filter.ts";

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

/** Which fields a table of resources has: no configs and outputs, which are most of a row. One that is missing does not compile. */
const IS_LISTED = {
  id: true,
  provider: true,
  resource: true,
  name: true,
  connection: false,
  config: false,
  resolved_config: false,
  dependencies: false,
  owner_references: false,
  outputs: false,
  error: true,
  error_kind: false,
  lifecycle_state: true,
  conditions: false,
  generation: true,
  observed_generation: false,
  pending_event_id: false,
  provisioned: false,
  drift: true,
  identity: false,
  deletion_protected: false,
  handling: false,
  tags: true,
  set: true,
  change_id: false,
  created_at: true,
  updated_at: true,
} as const satisfies Record<ShownField, boolean>;

/** Fields that a table of resources has. */
export type ListedField = {
  [Field in ShownField]: (typeof IS_LISTED)[Field] extends true ? Field : never;
}[ShownField];

/** Columns that a table needs besides these. */
const BEHIND_LISTED = ["key", "has_tags", "stale_since", "deleting_since"] as const satisfies (keyof PresentedRow)[];

export type ListedRow = Pick<PresentedRow, ListedField | (typeof BEHIND_LISTED)[number]>;

const LISTED: readonly (keyof ListedRow)[] = [
  ...SHOWN_FIELDS.filter((field): field is ListedField => IS_LISTED[field]),
  ...BEHIND_LISTED,
];

const listedColumns = LISTED.map(readColumn).join(", ");

/** A part of a list in some order: after one position, up to and including another. */
export interface SortedRange {
  after?: SortedPosition | undefined;
  until?: SortedPosition | undefined;
  limit: number;
}

/**
 * `listResources` with only the columns that a table shows, all small, in any order. A batch shorter than `limit` is
 * the last.
 */
export function listResourceRows(
  tenant: Tenant,
  filter: RowFilter,
  { sort = DEFAULT_SORT, ...range }: SortedRange & { sort?: ListSort },
): Promise<ListedRow[]> {
  if (isByState(sort)) return listByState(tenant, filter, range, statesInOrder(sort));
  return listPlain(tenant, filter, range, sort);
}

/** One state after the other, each by name: that few are in a state is known without reading the others. */
async function listByState(
  tenant: Tenant,
  filter: RowFilter,
  { after, until, limit }: SortedRange,
  states: readonly LifecycleState[],
): Promise<ListedRow[]> {
  const placeOf = (position: SortedPosition | undefined, none: number): number =>
    position ? (states as readonly (string | undefined)[]).indexOf(position.value) : none;
  const [from, to] = [placeOf(after, -1), placeOf(until, states.length)];
  const rows = new Map<string, ListedRow>();
  for (const [index, lifecycle_state] of states.entries()) {
    const isAsked = filter.lifecycle_state === undefined || filter.lifecycle_state === lifecycle_state;
    if (index < from || index > to || !isAsked || rows.size >= limit) continue;
    // One that changes its state meanwhile is found twice. As many as a batch holds are read nevertheless: a shorter one
    // would seem to be the last.
    const range = { after: index === from ? after : undefined, until: index === to ? until : undefined, limit };
    const found = await listPlain(tenant, { ...filter, lifecycle_state }, range, DEFAULT_SORT);
    for (const row of found) if (rows.size < limit && !rows.has(row.key)) rows.set(row.key, row);
  }
  return [...rows.values()];
}

function listPlain(
  tenant: Tenant,
  filter: RowFilter,
  { after, until, limit }: SortedRange,
  sort: PlainSort,
): Promise<ListedRow[]> {
  const writer = new StatementWriter();
  const isDefault = sort === DEFAULT_SORT;
  const text = isDefault
    ? selectList(writer, listedColumns, filter, { after, until }, limit)
    : selectSorted(writer, filter, sort, { after, until, limit });
  const planning = isDefault ? planningOf(filter) : ({ planEachTime: true } as const);
  return tenant.query<ListedRow>(writer.finish("list_resource_rows", text, planning), ...writer.values);
}

/**
 * No order but that by name has an index of its own: the positions of all that match are read, and the first of them sorted.
 * Only then are their rows read, so that an order by parts of the key, and filters by them, need nothing but an index.
 */
function selectSorted(
  writer: StatementWriter,
  filter: RowFilter,
  sort: PlainSort,
  { after, until, limit }: SortedRange,
): string {
  const conditions = [
    "organization_id = $1",
    ...placeConditions(writer, filter, {}),
    ...(isInTextIndex(filter) ? textConditions(writer, filter) : nameConditions(writer, filter)),
    ...rowConditions(writer, filter),
    ...filteredKeys(writer, filter),
    ...(after ? [afterPosition(writer, sort, after)] : []),
    ...(until ? [untilPosition(writer, sort, until)] : []),
  ];
  const places = `SELECT name, provider, resource FROM resources r WHERE ${conditions.join(" AND ")}
    ORDER BY ${orderBy(sort)} LIMIT ${writer.value(limit, "int")}`;
  return `SELECT ${listedColumns} FROM (${places}) AS p
    CROSS JOIN LATERAL (${resourceByKey("p.provider || '/' || p.resource || '/' || p.name")}) AS r
    ORDER BY ${orderBy(sort)}`;
}

const byKeys = tenantStatement(
  "listed_by_keys",
  `SELECT ${listedColumns} FROM unnest($2::text[]) AS k(key) CROSS JOIN LATERAL (${resourceByKey("k.key")}) AS r`,
);

/** Those of some resources that exist, in no order. */
export function findResourceRows(tenant: Tenant, keys: readonly string[]): Promise<ListedRow[]> {
  return tenant.query<ListedRow>(byKeys, keys);
}

/** Where a resource is in a list. */
export interface ListedPlace {
  key: string;
  id: string;
  /** The value that the list is sorted by, apart from the key; empty if that is all. Another one is another place. */
  place: string;
  /** It comes no later than the position that was asked about. */
  reached: boolean;
}

/** Which of some resources are in a list, and where, in no order. Its cost does not grow with the list. */
export function findListedPlaces(
  tenant: Tenant,
  keys: readonly string[],
  filter: RowFilter,
  { sort, until }: { sort: ListSort; until?: SortedPosition | undefined },
): Promise<ListedPlace[]> {
  const writer = new StatementWriter();
  const among = writer.value(keys, "text[]");
  const conditions = [
    ...placeConditions(writer, filter, {}),
    ...nameConditions(writer, filter),
    ...rowConditions(writer, filter),
  ];
  const column = valueColumn(sort);
  const columns = ["r.key", "r.id", `${column ? `r.${column}` : "''"} AS place`];
  const reached = until ? untilPosition(writer, sort, until) : "true";
  // Conditions name columns of a resource alone: nothing beside it may be called as one of them.
  const text = `SELECT ${columns.join(", ")}, ${reached} AS reached
    FROM unnest(${among}) AS k(asked) CROSS JOIN LATERAL (${resourceByKey("k.asked")}) AS r
    ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`}`;
  return tenant.query<ListedPlace>(writer.finish("listed_places", text), ...writer.values);
}

const PRESENTED_BYTES = bytesOf("r.config", "r.resolved_config", "r.outputs", "r.error");

function selectList(
  writer: StatementWriter,
  columns: string,
  filter: RowFilter,
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

/**
 * Filters by an index of their own, whose values may be rare or common: rare ones are found by the index, common ones on the way
 * along the names. `isNarrow` names those that `findPlaces` finds. A filter that is missing here does not compile.
 */
const VARIES: Record<keyof RowFilter, boolean> = {
  provider: false,
  resource: false,
  connection: false,
  lifecycle_state: false,
  drift: true,
  tags: true,
  set: false,
  q: false,
  lacking: true,
};

function planningOf(filter: RowFilter): { planEachTime?: true; parseOnce?: true } {
  if (isNarrow(filter)) return { planEachTime: true };
  const varies = Object.entries(filter).some(([name, wanted]) => VARIES[name as keyof RowFilter] && isGiven(wanted));
  return varies ? { planEachTime: true, parseOnce: true } : {};
}
