import { type ListPosition, listResources as listBatch, type ResourceFilter } from "@pragma/db/queries";
import type { RequestContext } from "../caller.ts";
import type { Core } from "../core.ts";
import { presentResources } from "./present-resource.ts";

export interface ResourceBatch {
  /** JSON texts, in the order of (name, provider, resource) by bytes. */
  bodies: string[];
  /** Where the next batch starts; undefined after the last. */
  next: ListPosition | undefined;
}

/** One batch of a list by keyset. */
export async function listResources(
  core: Core,
  context: RequestContext,
  filter: ResourceFilter,
  { after, limit }: { after?: ListPosition | undefined; limit: number },
): Promise<ResourceBatch> {
  const rows = await listBatch(core.db.tenant(context.organizationId), filter, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const presented = await presentResources(core, context.organizationId, page);
  return {
    bodies: presented.map((resource) => resource.body),
    next:
      rows.length > limit && last ? { name: last.name, provider: last.provider, resource: last.resource } : undefined,
  };
}
