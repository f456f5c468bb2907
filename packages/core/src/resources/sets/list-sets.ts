import type { LifecycleState, ResourceSet } from "@pragma/contract";
import { listSets as listRows, type SetRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

export interface SetsBatch {
  sets: ResourceSet[];
  /** The name after which the next batch starts; undefined after the last. */
  next: string | undefined;
}

/** One batch of the organization's sets, by name: those that have resources. */
export async function listSets(
  core: Core,
  { organizationId }: RequestContext,
  { limit, ...range }: { after?: string | undefined; until?: string | undefined; limit: number },
): Promise<SetsBatch> {
  const rows = await core.reading(organizationId, (reader) =>
    listRows(reader.db.tenant(organizationId), { ...range, limit: limit + 1 }),
  );
  const page = rows.slice(0, limit);
  return { sets: page.map(presentSet), next: rows.length > limit ? page.at(-1)?.name : undefined };
}

/** A set as clients see it. */
export function presentSet({ by_state, ...row }: SetRow): ResourceSet {
  return { ...row, by_state: JSON.parse(by_state) as Partial<Record<LifecycleState, number>> };
}
