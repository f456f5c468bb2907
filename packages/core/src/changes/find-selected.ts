import { MAX_CHANGE_ITEMS, type ResourceSelection } from "@pragma/contract";
import { findMatchingKeys } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { tooMany } from "./request/read-request.ts";

/**
 * The keys of the resources that a change is to be about: those that were named, or all that a filter selects. Read from
 * the primary, since a change follows.
 * @throws DomainError payload_too_large, naming the limit and the count, if one change has no room for them; not_found if
 *   the filter selects none
 */
export async function findSelected(
  core: Core,
  { organizationId }: RequestContext,
  { resources, filter }: ResourceSelection,
): Promise<string[]> {
  if (resources) {
    const named = [...new Set(resources)];
    if (named.length > MAX_CHANGE_ITEMS) throw tooMany(named.length);
    return named;
  }
  const { keys, total } = await findMatchingKeys(core.db.tenant(organizationId), filter, MAX_CHANGE_ITEMS);
  if (total > MAX_CHANGE_ITEMS) throw tooMany(total);
  if (total === 0) throw notFound("A resource that matches");
  return keys;
}
