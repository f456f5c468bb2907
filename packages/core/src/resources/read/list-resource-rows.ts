import { isPending, type LifecycleState, type ResourceFilter } from "@pragma/contract";
import {
  type FirstAwaited,
  findFirstAwaited,
  type ListedRow,
  type ListPosition,
  listResourceRows as listBatch,
} from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
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
  updated_at: string;
  /** A value that it uses may have changed; it is checked next. */
  stale: boolean;
  /** Its deletion has begun, and may have failed. */
  deleting: boolean;
  /** One of the dependencies that it waits for, with its state, which is null if it does not exist. */
  waits_for: { key: string; lifecycle_state: LifecycleState | null } | null;
}

export interface ResourceRows {
  rows: ListedResource[];
  /** Where the next batch starts; undefined after the last. */
  next: ListPosition | undefined;
}

/** `listResources` for tables: same order and filters, without configs, outputs and conditions. */
export async function listResourceRows(
  core: Core,
  context: RequestContext,
  filter: ResourceFilter,
  { after, limit }: { after?: ListPosition | undefined; limit: number },
): Promise<ResourceRows> {
  const { organizationId } = context;
  const { page, isLast, awaited } = await core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const found = await listBatch(tenant, filter, after, limit + 1);
    const page = found.slice(0, limit);
    const waiting = page.filter(mayWait).map(({ key }) => key);
    const awaited = waiting.length === 0 ? [] : await findFirstAwaited(tenant, waiting);
    return { page, isLast: found.length <= limit, awaited };
  });
  const last = page.at(-1);
  const next = isLast || !last ? undefined : { name: last.name, provider: last.provider, resource: last.resource };
  const byKey = new Map(awaited.map((one) => [one.from_key, one]));
  return { rows: page.map((row) => present(row, byKey.get(row.key))), next };
}

function mayWait({ lifecycle_state: state, stale_since, deleting_since }: ListedRow): boolean {
  return deleting_since === null && (isPending(state) || stale_since !== null);
}

function present(
  { has_tags, tags, stale_since, deleting_since, ...row }: ListedRow,
  awaited: FirstAwaited | undefined,
): ListedResource {
  return {
    ...row,
    tags: has_tags ? tags : null,
    stale: stale_since !== null,
    deleting: deleting_since !== null,
    waits_for: awaited ? { key: awaited.key, lifecycle_state: awaited.state } : null,
  };
}
