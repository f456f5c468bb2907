import type { ChangeAction } from "@pragma/contract";
import { type ActionPlace, findChange, listActions } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { changeIdOf } from "./present/change-id.ts";
import { presentAction } from "./present/present-change.ts";

export interface ActionsBatch {
  actions: ChangeAction[];
  /** Where the next batch starts; undefined after the last. */
  next: ActionPlace | undefined;
}

/** One batch of a change's actions, by wave and id. @throws DomainError not_found */
export async function listChangeActions(
  core: Core,
  context: RequestContext,
  id: string,
  filter: { action?: string | undefined; state?: string | undefined },
  { limit, ...range }: { after?: ActionPlace | undefined; until?: ActionPlace | undefined; limit: number },
): Promise<ActionsBatch> {
  const tenant = core.db.tenant(context.organizationId);
  const change = await findChange(tenant, changeIdOf(id));
  if (!change) throw notFound("Change");
  const rows = await listActions(tenant, change.id, filter, { ...range, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    actions: page.map(presentAction),
    next: rows.length > limit && last ? { wave: last.wave, id: last.id } : undefined,
  };
}
