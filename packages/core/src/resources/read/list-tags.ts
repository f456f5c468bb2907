import { findTags } from "@pragma/db/queries";
import type { RequestContext } from "../../callers/caller.ts";
import type { Core } from "../../unit-of-work/core.ts";

const MAX_TAGS_LISTED = 200;

/**
 * The tags in use, the most used first: up to 200, of the first 20,000 resources by name. Meant for suggestions: in a
 * larger organization some may be missing, and the counts are those of what was looked at.
 */
export function listTags(core: Core, context: RequestContext): Promise<{ tag: string; count: number }[]> {
  return findTags(core.db.tenant(context.organizationId), MAX_TAGS_LISTED);
}
