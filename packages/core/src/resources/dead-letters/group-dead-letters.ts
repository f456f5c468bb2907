import { type DeadLetterFilter, type DeadLetterGroup, groupDeadLetters as group } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

const MAX_GROUPS = 20;

/** The largest groups of dead letters that failed for the same reason: 20 at most. */
export function groupDeadLetters(
  core: Core,
  { organizationId }: RequestContext,
  filter: Omit<DeadLetterFilter, "kind">,
): Promise<DeadLetterGroup[]> {
  return core.reading(organizationId, (reader) => group(reader.db.tenant(organizationId), filter, MAX_GROUPS));
}
