import {
  DEFAULT_SORT,
  isBetweenAttempts,
  isPending,
  type LifecycleState,
  type ListSort,
  type Resource,
} from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  type FirstAwaited,
  findFirstAwaited,
  findListedPlaces,
  findNextAttempts,
  findResourceRows,
  type ListedField,
  type ListedRow,
  listResourceRows as listBatch,
  type RowFilter,
  type SortedPosition,
  type SortedRange,
  valueColumn,
} from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { isLeaving, isMarked } from "../lifecycle/index.ts";

/** A resource as a table shows it. */
export interface ListedResource extends Pick<Resource, ListedField> {
  /** `provider/resource/name` */
  key: string;
  /** A value that it uses may have changed; it is checked next. */
  stale: boolean;
  /** Its deletion has begun, and may have failed. */
  deleting: boolean;
  /** One of the dependencies that it waits for, with its state, which is null if it does not exist. */
  waits_for: { key: string; lifecycle_state: LifecycleState | null } | null;
  /** When it is tried again after an attempt that failed. */
  next_attempt_at: string | null;
}

export interface PlacedResource extends ListedResource {
  /** Where it is in the list, apart from its key: another text is another place. Null if it is not in the list any more. */
  place: string | null;
}

export interface ResourceRows {
  rows: PlacedResource[];
  /** Where the next batch starts; undefined after the last. */
  next: SortedPosition | undefined;
}

/** `listResources` for tables: same filters and some more, without configs, outputs and conditions, and in any order. */
export async function listResourceRows(
  core: Core,
  context: RequestContext,
  filter: RowFilter,
  { sort = DEFAULT_SORT, ...range }: SortedRange & { sort?: ListSort },
): Promise<ResourceRows> {
  const { limit } = range;
  const { organizationId } = context;
  const column = valueColumn(sort);
  const { rows, last } = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const found = await listBatch(tenant, filter, { ...range, sort, limit: limit + 1 });
    const page = found.slice(0, limit);
    const presented = await presentRows(tenant, page);
    const placed = presented.map((row) => ({ ...row, place: column ? row[column] : "" }));
    return { rows: placed, last: found.length <= limit ? undefined : page.at(-1) };
  });
  if (!last) return { rows, next: undefined };
  const { name, provider, resource } = last;
  return { rows, next: { name, provider, resource, ...(column && { value: last[column] }) } };
}

/** The shown rows of a list, and resources that may have a place in it since. */
export interface ListWindow {
  /** Keys of loaded rows: `provider/resource/name`. */
  keys: readonly string[];
  /** Keys of other resources, which have changed. */
  news: readonly string[];
  sort: ListSort;
  /** Where the loaded part of the list ends; undefined if it is loaded to its end. */
  until?: SortedPosition | undefined;
}

export interface WindowRows {
  /** The loaded ones that exist, in no order, whether they are in the list any more or not. */
  rows: PlacedResource[];
  /** Those of the news that are in the loaded part of the list. */
  news: { id: string; place: string }[];
}

/**
 * The rows of some resources.
 * @param keys `provider/resource/name`
 */
export function getResourceRows(
  core: Core,
  { organizationId }: RequestContext,
  keys: readonly string[],
): Promise<ListedResource[]> {
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    return presentRows(tenant, await findResourceRows(tenant, keys));
  });
}

/** Reads again what is shown of a list. It reads nothing but what is named, however long the list is and in whatever order. */
export function readListWindow(
  core: Core,
  { organizationId }: RequestContext,
  filter: RowFilter,
  { keys, news, ...part }: ListWindow,
): Promise<WindowRows> {
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const places = await findListedPlaces(tenant, [...keys, ...news], filter, part);
    const placeOf = new Map(places.map(({ key, place }) => [key, place]));
    const named = new Set(news);
    const found = keys.length === 0 ? [] : await findResourceRows(tenant, keys);
    const rows = await presentRows(tenant, found);
    return {
      rows: rows.map((row) => ({ ...row, place: placeOf.get(row.key) ?? null })),
      news: places.flatMap(({ key, id, place, reached }) => (reached && named.has(key) ? [{ id, place }] : [])),
    };
  });
}

async function presentRows(tenant: Tenant, rows: readonly ListedRow[]): Promise<ListedResource[]> {
  const waiting = rows.filter(mayWait).map(({ key }) => key);
  const awaited = waiting.length === 0 ? [] : await findFirstAwaited(tenant, waiting);
  const retried = rows.filter((row) => isBetweenAttempts(row.lifecycle_state, row.error));
  const attempts =
    retried.length === 0
      ? []
      : await findNextAttempts(
          tenant,
          retried.map(({ key }) => key),
        );
  const awaitedBy = new Map(awaited.map((one) => [one.from_key, one]));
  const nextOf = new Map(attempts.map((one) => [one.key, one.next_attempt_at]));
  return rows.map((row) => present(row, awaitedBy.get(row.key), nextOf.get(row.key) ?? null));
}

function mayWait(row: ListedRow): boolean {
  return !isLeaving(row) && (isPending(row.lifecycle_state) || isMarked(row));
}

function present(listed: ListedRow, awaited: FirstAwaited | undefined, nextAttemptAt: string | null): ListedResource {
  const { has_tags, tags, stale_since: _, deleting_since: __, ...row } = listed;
  return {
    ...row,
    tags: has_tags ? tags : null,
    stale: isMarked(listed),
    deleting: isLeaving(listed),
    waits_for: awaited ? { key: awaited.key, lifecycle_state: awaited.state } : null,
    next_attempt_at: nextAttemptAt,
  };
}
