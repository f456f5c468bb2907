import { isFailed, NOT_BEGUN } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { inState } from "../sql/lifecycle.ts";
import { WAS_CHECKED } from "../sql/open-action.ts";
import { STARTED_AT, STATE_OF } from "./change-actions.ts";

/** Actions of one kind of which the same has become. */
export interface ActionTally {
  /** `checked` for a follower that had nothing to do. */
  action: string;
  /** Null as long as the change is a plan. */
  outcome: "open" | "succeeded" | "failed" | "superseded" | null;
  not_begun: boolean;
  count: number;
}

/** SQL: an action failed because its change was ended before it had begun. */
const HAD_NOT_BEGUN = `COALESCE(a.state = 'failed' AND a.attempts = 0 AND starts_with(a.error, '${NOT_BEGUN}'), false)`;

const tally = tenantStatement(
  "tally_change_actions",
  `SELECT CASE WHEN a.state = 'succeeded' AND ${WAS_CHECKED} THEN 'checked' ELSE a.action END AS action, a.state AS outcome,
     ${HAD_NOT_BEGUN} AS not_begun, count(*)::int AS count
   FROM change_actions a WHERE a.organization_id = $1 AND a.change_id = $2 GROUP BY 1, 2, 3`,
);

/** Counts the actions of a change by kind and by what became of them. */
export function tallyActions(tenant: Tenant, changeId: string): Promise<ActionTally[]> {
  return tenant.query(tally, changeId);
}

/** When an action was carried out. */
export interface ActionTimes {
  id: string;
  key: string;
  action: string;
  state: "waiting" | "running" | "succeeded" | "failed" | "superseded" | null;
  wave: number;
  attempts: number;
  not_begun: boolean;
  can_be_retried: boolean;
  started_at: string | null;
  settled_at: string | null;
}

/**
 * SQL: an action has failed, and its resource is failed because of it. Something later may have failed, too; what was cancelled has
 * no dead letter, nor has what somebody deleted that of.
 */
const CAN_BE_RETRIED = `CASE WHEN ${STATE_OF} = 'failed' AND NOT ${HAD_NOT_BEGUN} AND ${inState("r", isFailed)} THEN COALESCE(
       (SELECT d.event_id = a.event_id FROM dead_letters d WHERE d.organization_id = $1 AND d.resource_key = a.key
        ORDER BY d.failed_at DESC, d.event_id DESC LIMIT 1),
       r.error = a.error, false) ELSE false END`;

const times = tenantStatement(
  "change_action_times",
  `SELECT a.id, a.key, a.action, ${STATE_OF} AS state, a.wave,
     CASE WHEN a.state = 'open' THEN COALESCE(e.attempt, 0) ELSE a.attempts END AS attempts, ${HAD_NOT_BEGUN} AS not_begun,
     ${CAN_BE_RETRIED} AS can_be_retried, ${STARTED_AT} AS started_at, a.settled_at
   FROM change_actions a JOIN changes c ON c.id = a.change_id
     LEFT JOIN events e ON e.organization_id = $1 AND e.id = a.event_id
     LEFT JOIN LATERAL (${resourceByKey("a.key")}) AS r ON true
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state IS NOT NULL ORDER BY a.wave, a.id LIMIT $3`,
);

/** The actions of an applied change by wave and id, without what they change. */
export function findActionTimes(tenant: Tenant, changeId: string, limit: number): Promise<ActionTimes[]> {
  return tenant.query<ActionTimes>(times, changeId, limit);
}
