import type { ResourceFilter } from "@pragma/contract";
import { type ListPosition, type ListRange, listResources as listBatch } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { BATCH_BYTES, type BatchRoom } from "../../foundation/common/list-bounds.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { presentResources } from "../present/present-resource.ts";

export interface ResourceBatch {
  /** JSON texts, in the order of (name, provider, resource) by bytes. */
  bodies: string[];
  /** How many of the dependencies of each are explicit: the first ones. */
  explicitDependencies: number[];
  /** The position of each of them. */
  places: ListPosition[];
  /** Where the next batch starts; undefined after the last. */
  next: ListPosition | undefined;
}

/** One batch of a list by keyset: at most `limit` resources, or fewer if they exceed `bytes`, 1 MiB by default. */
export async function listResources(
  core: Core,
  context: RequestContext,
  filter: ResourceFilter,
  { limit, bytes = BATCH_BYTES, ...range }: ListRange & BatchRoom,
): Promise<ResourceBatch> {
  const { organizationId } = context;
  const { rows, more, presented } = await core.reading(organizationId, async (reader) => {
    const batch = await listBatch(reader.db.tenant(organizationId), filter, range, { limit, bytes });
    return { ...batch, presented: await presentResources(reader, organizationId, batch.rows) };
  });
  const places = rows.map(({ name, provider, resource }) => ({ name, provider, resource }));
  return {
    bodies: presented.map(({ body }) => body),
    explicitDependencies: presented.map(({ explicitDependencies }) => explicitDependencies),
    places,
    next: more ? places.at(-1) : undefined,
  };
}
