import { type Actor, type HistoryEvent, type LifecycleState, parseKey, resourceId } from "@pragma/contract";
import { findActivity } from "@pragma/db/queries";
import type { RequestContext } from "../callers/caller.ts";
import type { Core } from "../unit-of-work/core.ts";

/** An entry of a resource's history, without the changes of its config. */
export type Activity = Omit<HistoryEvent, "changes"> & { resource_id: string; key: string };

/** The latest changes in the organization, newest first. */
export async function listActivity(core: Core, context: RequestContext, limit: number): Promise<Activity[]> {
  const { organizationId } = context;
  const rows = await core.reading(organizationId, (reader) => findActivity(reader.db.tenant(organizationId), limit));
  return rows.map(({ resource_key: key, actor, from_state, to_state, ...row }) => {
    const ref = parseKey(key);
    return {
      ...row,
      key,
      resource_id: ref ? resourceId(ref) : key,
      from_state: from_state as LifecycleState | null,
      to_state: to_state as LifecycleState | null,
      actor: JSON.parse(actor) as Actor,
    };
  });
}
