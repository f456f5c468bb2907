import { type Resource, resourceKey } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { MemberContext } from "@pragma/core/callers";
import { type PresentedResource, presentResource } from "@pragma/core/resources/present";

/** A resource with its tag for `ifMatch`. */
export interface TaggedResource {
  resource: Resource;
  etag: string;
  /** Keys of its explicit dependencies: the others are those of references in its config. */
  explicit: string[];
}

/** Core writes resources as the text of an answer; procedures pass values on. */
export function tagged({ body, etag, explicitDependencies }: PresentedResource): TaggedResource {
  const resource = JSON.parse(body) as Resource;
  return { resource, etag, explicit: resource.dependencies.slice(0, explicitDependencies).map(resourceKey) };
}

/** A row from a use case, as clients see it. */
export async function taggedRow(
  core: Core,
  member: MemberContext,
  row: Parameters<typeof presentResource>[2],
): Promise<TaggedResource> {
  return tagged(await presentResource(core, member.organizationId, row));
}
