import { isFailed, isReady } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { inState } from "../sql/lifecycle.ts";
import { isUnsettledAction } from "../sql/open-action.ts";

const HAS_FAILED = inState("h", isFailed, "to_state");

/**
 * An event is over once its resource no longer awaits it; the last entry in the history that ends it, or begins it anew, tells how.
 * One that was superseded has none.
 */
const settle = tenantStatement(
  "settle_change_actions",
  `UPDATE change_actions a SET state = d.state, error = d.error, attempts = d.attempts, started_at = d.started_at, settled_at = now()
   FROM (
     SELECT o.id, COALESCE(e.attempt, 0) AS attempts, e.published_at AS started_at,
       CASE WHEN ${HAS_FAILED} THEN h.error END AS error,
       CASE WHEN ${inState("h", isReady, "to_state")} OR (h.to_state IS NULL AND h.event_type = 'DELETE') THEN 'succeeded'
         WHEN ${HAS_FAILED} THEN 'failed' ELSE 'superseded' END AS state
     FROM change_actions o
       LEFT JOIN LATERAL (${resourceByKey("o.key")}) AS r ON true
       LEFT JOIN events e ON e.organization_id = $1 AND e.id = o.event_id
       LEFT JOIN LATERAL (
         SELECT c.to_state, c.error, c.event_type FROM resource_changes c
         WHERE c.organization_id = $1 AND c.resource_key = o.key AND c.event_id = o.event_id
           AND (${inState("c", (state) => isReady(state) || isFailed(state), "to_state")} OR c.to_state IS NULL OR c.event_type = 'RETRY')
         ORDER BY c.id + 0 DESC LIMIT 1
       ) AS h ON true
     WHERE o.organization_id = $1 AND o.change_id = $2 AND o.state = 'open' AND o.event_id IS NOT NULL
       AND r.pending_event_id IS DISTINCT FROM o.event_id
   ) AS d
   WHERE a.change_id = $2 AND a.id = d.id`,
);

/** Ends the open actions of a change whose events are over, and that nobody has ended: those that joined events of others. */
export async function settleActions(tenant: Tenant, changeId: string): Promise<void> {
  await tenant.query(settle, changeId);
}

const awaiting = tenantStatement(
  "changes_awaiting_events",
  `SELECT DISTINCT a.change_id FROM events e
     CROSS JOIN LATERAL (
       SELECT x.change_id FROM change_actions x
       WHERE x.organization_id = $1 AND x.key = e.resource_key COLLATE "default" AND ${isUnsettledAction("x")} AND x.event_id = e.id
       OFFSET 0
     ) AS a
   WHERE e.organization_id = $1 AND e.id = ANY ($2::uuid[])`,
);

/** Changes with open actions that await any of some events. */
export async function findAwaitingChanges(tenant: Tenant, eventIds: readonly string[]): Promise<string[]> {
  return (await tenant.query<{ change_id: string }>(awaiting, eventIds)).map(({ change_id }) => change_id);
}

const attempts = tenantStatement(
  "attempts_of_events",
  "SELECT e.id, e.attempt FROM events e WHERE e.organization_id = $1 AND e.id = ANY ($2::uuid[])",
);

/** How many attempts some events have had, by id. */
export async function findAttempts(tenant: Tenant, eventIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tenant.query<{ id: string; attempt: number }>(attempts, eventIds);
  return new Map(rows.map(({ id, attempt }) => [id, attempt]));
}
