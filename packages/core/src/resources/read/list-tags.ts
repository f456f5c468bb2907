import { findTags } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

const MAX_TAGS_LISTED = 200;

/**
 * Up to 200 tags in use among the first 20,000 resources by name, most used first. Meant for suggestions: in a larger
 * organization some may be missing, and the counts cover only those resources.
 */
export function listTags(core: Core, context: RequestContext): Promise<{ tag: string; count: number }[]> {
  const { organizationId } = context;
  return core.reading(organizationId, (reader) => findTags(reader.db.tenant(organizationId), MAX_TAGS_LISTED));
}
