import { type Actor, type LifecycleState, parseKey, resourceId } from "@pragma/contract";
import { type ActivityRow, findActivity } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** The outcome so far of one apply, deletion, changed input, or change of several resources. */
export interface Activity extends Omit<ActivityRow, "resource_key" | "actor" | "from_state" | "to_state"> {
  resource_id: string;
  /** The resource that changed last. */
  key: string;
  from_state: LifecycleState | null;
  to_state: LifecycleState | null;
  /** The actor who began it. */
  actor: Actor;
}

/** Lists the latest activity in the organization, newest first. */
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
