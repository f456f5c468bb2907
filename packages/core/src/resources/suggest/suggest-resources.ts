import type { LifecycleState } from "@pragma/contract";
import { type Narrowed, suggestByPrefix, suggestBySubstring } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

export interface SuggestQuery extends Narrowed {
  /** Part of a name or key; empty matches everything. */
  text: string;
  limit: number;
}

export interface SuggestedResource {
  id: string;
  key: string;
  provider: string;
  resource: string;
  name: string;
  lifecycle_state: LifecycleState;
}

/**
 * Resources that match a partly typed name, among the first 20,000 by name: first those whose name begins with it, then
 * those whose key contains it.
 */
export async function suggestResources(
  core: Core,
  context: RequestContext,
  { text, limit, ...of }: SuggestQuery,
): Promise<SuggestedResource[]> {
  const { organizationId } = context;
  return core.reading(organizationId, async (reader) => {
    const tenant = reader.db.tenant(organizationId);
    const first = await suggestByPrefix(tenant, of, text, limit);
    if (first.length >= limit || text === "") return first;
    return [...first, ...(await suggestBySubstring(tenant, of, text, limit - first.length))];
  });
}
