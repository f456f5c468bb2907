import { type ActionKind, type ActionState, parseKey, resourceId } from "@pragma/contract";
import { findActionTimes, findChange } from "@pragma/db/queries";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { notFound } from "../foundation/common/errors.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { changeIdOf } from "./present/change-id.ts";

/** When an action of a change was carried out; times are ISO 8601. */
export interface TimedAction {
  id: string;
  /** Id of the resource, and its key. */
  resource: string;
  key: string;
  action: ActionKind;
  state: ActionState;
  wave: number;
  attempts: number;
  /** Its change was ended before it had begun. */
  notBegun: boolean;
  /** It has failed, and nothing that came later has changed that. */
  canBeRetried: boolean;
  /** Null until it has begun, and for what no event carries out. */
  startedAt: string | null;
  settledAt: string | null;
}

export interface ChangeTimeline {
  /** By wave and id; none of a plan. */
  actions: TimedAction[];
  /** The change has more actions than these. */
  truncated: boolean;
}

const MAX_ACTIONS = 5000;

/** When each action of a change began and ended, up to 5,000 of them. @throws DomainError not_found */
export async function getChangeTimeline(core: Core, context: RequestContext, id: string): Promise<ChangeTimeline> {
  const tenant = core.db.tenant(context.organizationId);
  const change = await findChange(tenant, changeIdOf(id));
  if (!change) throw notFound("Change");
  const found = await findActionTimes(tenant, change.id, MAX_ACTIONS + 1);
  const actions = found.slice(0, MAX_ACTIONS).flatMap(({ state, key, ...row }): TimedAction[] => {
    if (state === null) return [];
    const ref = parseKey(key);
    return [
      {
        id: row.id,
        resource: ref ? resourceId(ref) : key,
        key,
        action: row.action as ActionKind,
        state,
        wave: row.wave,
        attempts: row.attempts,
        notBegun: row.not_begun,
        canBeRetried: row.can_be_retried,
        startedAt: row.started_at,
        settledAt: row.settled_at,
      },
    ];
  });
  return { actions, truncated: found.length > MAX_ACTIONS };
}
