import { DEFAULT_SORT, isBetweenAttempts, isPending, type LifecycleState, type ListSort } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import {
  type FirstAwaited,
  findFirstAwaited,
  findNextAttempts,
  findResourceRows,
  type ListedRow,
  listResourceRows as listBatch,
  type RowFilter,
  type SortedPosition,
  valueColumn,
} from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
import { isLeaving, isMarked } from "../../lifecycle/index.ts";
import type { Core } from "../../unit-of-work/core.ts";

/** The columns of a resource that a table shows. */
export interface ListedResource {
  id: string;
  /** `provider/resource/name` */
  key: string;
  provider: string;
  resource: string;
  name: string;
  lifecycle_state: LifecycleState;
  error: string | null;
  tags: string[] | null;
  generation: number;
  set: string | null;
  created_at: string;
  updated_at: string;
  /** A value that it uses may have changed; it is checked next. */
  stale: boolean;
  /** Its deletion has begun, and may have failed. */
  deleting: boolean;
  /** One of the dependencies that it waits for, with its state, which is null if it does not exist. */
  waits_for: { key: string; lifecycle_state: LifecycleState | null } | null;
  /** When it is tried again after an attempt that failed. */
  next_attempt_at: string | null;
}

export interface ResourceRows {
  rows: ListedResource[];
  /** Where the next batch starts; undefined after the last. */
  next: SortedPosition | undefined;
}

/** `listResources` for tables: same filters and some more, without configs, outputs and conditions, and in any order. */
export async function listResourceRows(
  core: Core,
  context: RequestContext,
  filter: RowFilter,
  { sort = DEFAULT_SORT, ...range }: { after?: SortedPosition | undefined; limit: number; sort?: ListSort },
): Promise<ResourceRows> {
  const { limit } = range;
  const { organizationId } = context;
  const { rows, last } = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const found = await listBatch(tenant, filter, { ...range, sort, limit: limit + 1 });
    const page = found.slice(0, limit);
    return { rows: await presentRows(tenant, page), last: found.length <= limit ? undefined : page.at(-1) };
  });
  if (!last) return { rows, next: undefined };
  const { name, provider, resource } = last;
  const column = valueColumn(sort);
  return { rows, next: { name, provider, resource, ...(column && { value: last[column] }) } };
}

/**
 * The rows of some resources, whatever their order: for a table that shows them already.
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
