import type { LifecycleState } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { isUnsettledAction } from "../sql/open-action.ts";

/** An open action of a change, with what tells how it can be ended. */
export interface EndableAction {
  key: string;
  action: string;
  wave: number;
  /** Null if it awaits the decision of a mark. */
  event_id: string | null;
  /** Null if the resource is gone. */
  lifecycle_state: LifecycleState | null;
  /** Its event is part of this change, or of one that was ended before, and no other change awaits it. */
  is_own: boolean;
  /** Its event is part of one that was ended before: this change joined it. */
  is_inherited: boolean;
  /** Its event was handed to a provider, perhaps more than once: also one that has deleted the old thing, and is to create a new one. */
  was_begun: boolean;
  /** It was begun anew, or for the first time, after the change was ended: a person has retried it. */
  was_retried: boolean;
}

const endable = tenantStatement(
  "endable_change_actions",
  `SELECT a.key, a.action, a.wave, a.event_id, r.lifecycle_state, (e.published_at IS NOT NULL OR (e.replaces AND e.event_type = 'CREATE')) AS was_begun,
     COALESCE(e.published_at > c.ended_at, false) AS was_retried,
     COALESCE(e.change_id <> a.change_id, false) AS is_inherited,
     (COALESCE(e.change_id = a.change_id, false) OR o.ended_at IS NOT NULL) AND NOT EXISTS (
       SELECT 1 FROM change_actions x
       WHERE x.organization_id = $1 AND x.key = a.key AND ${isUnsettledAction("x")} AND x.event_id = a.event_id
         AND x.change_id <> a.change_id
       OFFSET 0
     ) AS is_own
   FROM change_actions a JOIN changes c ON c.id = a.change_id
     LEFT JOIN events e ON e.organization_id = $1 AND e.id = a.event_id
     LEFT JOIN LATERAL (SELECT x.ended_at FROM changes x WHERE x.id = e.change_id OFFSET 0) AS o ON true
     LEFT JOIN LATERAL (${resourceByKey("a.key")}) AS r ON true
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state = 'open' ORDER BY a.key`,
);

/** The open actions of a change, by key. */
export function findEndableActions(tenant: Tenant, changeId: string): Promise<EndableAction[]> {
  return tenant.query<EndableAction>(endable, changeId);
}

const replace = tenantStatement(
  "replace_snapshots",
  `UPDATE change_actions a SET snapshot = s.snapshot FROM unnest($3::text[], $4::json[]) AS s(key, snapshot)
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.key = s.key AND a.action <> 'refuse'`,
);

/** A revert brings back something else of some actions, or nothing. @param snapshots by key */
export async function replaceSnapshots(
  tenant: Tenant,
  changeId: string,
  snapshots: ReadonlyMap<string, string>,
): Promise<void> {
  if (snapshots.size > 0) await tenant.query(replace, changeId, [...snapshots.keys()], [...snapshots.values()]);
}

const ended = tenantStatement(
  "was_change_ended",
  `SELECT EXISTS (
     SELECT 1 FROM changes c JOIN events e ON e.organization_id = $1 AND e.id = $3
     WHERE c.organization_id = $1 AND c.id = $2 AND c.ended_at IS NOT NULL
       AND (e.published_at IS NULL OR e.published_at < c.ended_at)
   ) AS ended`,
);

/** Whether a change was ended after an event of it had begun: an attempt that fails is its last. */
export async function wasEnded(tenant: Tenant, changeId: string, eventId: string): Promise<boolean> {
  return (await tenant.queryOne<{ ended: boolean }>(ended, changeId, eventId))?.ended === true;
}
