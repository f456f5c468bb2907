import type { LifecycleState, ResourceFilter } from "@pragma/contract";
import { type ListedRow, type ListPosition, listResourceRows as listBatch } from "@pragma/db/queries";
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
  const found = await core.reading(organizationId, (reader) => {
    return listBatch(reader.db.tenant(organizationId), filter, after, limit + 1);
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next =
    found.length > limit && last ? { name: last.name, provider: last.provider, resource: last.resource } : undefined;
  return { rows: page.map(present), next };
}

function present({ has_tags, tags, stale_since, deleting_since, ...row }: ListedRow): ListedResource {
  return { ...row, tags: has_tags ? tags : null, stale: stale_since !== null, deleting: deleting_since !== null };
}
