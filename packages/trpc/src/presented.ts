import type { Resource } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { MemberContext } from "@pragma/core/callers";
import { type PresentedResource, presentResource } from "@pragma/core/resources/present";

/** A resource and what `ifMatch` takes. */
export interface TaggedResource {
  resource: Resource;
  etag: string;
}

/** Core writes resources as the text of an answer; procedures hand on values. */
export function tagged({ body, etag }: PresentedResource): TaggedResource {
  return { resource: JSON.parse(body) as Resource, etag };
}

/** A row that a use-case gave, as clients see it. */
export async function taggedRow(
  core: Core,
  member: MemberContext,
  row: Parameters<typeof presentResource>[2],
): Promise<TaggedResource> {
  return tagged(await presentResource(core, member.organizationId, row));
}
