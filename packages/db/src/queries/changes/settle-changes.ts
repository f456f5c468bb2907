import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isUnsettledAction } from "../sql/open-action.ts";
import type { StoredChange } from "./stored-changes.ts";

const lockSettling = lockingStatement(
  tenantStatement(
    "lock_settling_change",
    "SELECT c.status, c.counts, c.ended_at FROM changes c WHERE c.organization_id = $1 AND c.id = $2 FOR UPDATE",
  ),
);

/** Locks a change for a decision about its status. */
export function lockChange(
  tenant: Tenant,
  id: string,
): Promise<Pick<StoredChange, "status" | "counts" | "ended_at"> | undefined> {
  return tenant.queryOne(lockSettling, id);
}

const settle = tenantStatement(
  "settle_change",
  `UPDATE changes c SET status = $3, counts = $4::json, settled_at = CASE WHEN $3 = 'applying' THEN NULL ELSE now() END,
     request = NULL, part = NULL, basis = NULL, size = 0
   WHERE c.organization_id = $1 AND c.id = $2`,
);

/** Writes what has become of a change. */
export async function settleChange(
  tenant: Tenant,
  id: string,
  status: "applying" | "succeeded" | "failed",
  counts: string,
): Promise<void> {
  await tenant.query(settle, id, status, counts);
}

const endRunning = lockingStatement(
  tenantStatement(
    "end_change",
    `UPDATE changes c SET ended_by = COALESCE(c.ended_by, $3::json), ended_at = COALESCE(c.ended_at, GREATEST(now(), (
       SELECT max(e.published_at) + interval '1 millisecond'
       FROM change_actions a JOIN events e ON e.organization_id = a.organization_id AND e.id = a.event_id
       WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state = 'open'
     ))) WHERE c.organization_id = $1 AND c.id = $2 RETURNING c.id`,
  ),
);

/**
 * Nothing more of a change begins. Whoever ended it first stays who ended it. Its caller has locked the resources of its open actions:
 * what of it has begun by then began before the time that is written, whatever the clock says, and what begins later after it.
 */
export async function noteEnded(tenant: Tenant, id: string, endedBy: string): Promise<void> {
  await tenant.queryOne<{ id: string }>(endRunning, id, endedBy);
}

const left = systemStatement(
  "changes_left_open",
  `SELECT DISTINCT a.organization_id, a.change_id AS id FROM change_actions a CROSS JOIN LATERAL (
     SELECT FROM events e WHERE e.organization_id = a.organization_id AND e.id = a.event_id AND e.settled_at IS NOT NULL OFFSET 0
   ) AS e
   WHERE ${isUnsettledAction("a")} AND a.event_id IS NOT NULL LIMIT $1`,
);

/** Changes, of all organizations, that have an open action whose event is over: whoever should have looked may have died. */
export function findChangesLeftOpen(db: Database, limit: number): Promise<{ organization_id: string; id: string }[]> {
  return db.query(left, [limit]);
}

const applying = systemStatement(
  "changes_under_way",
  `SELECT c.organization_id, c.id, c.ended_by FROM changes c WHERE c.status = 'applying' AND c.id > $1
   ORDER BY c.id LIMIT $2`,
);

/** Changes that are being carried out, of all organizations, in the order of their ids. */
export function findChangesUnderWay(
  db: Database,
  after: string,
  limit: number,
): Promise<{ organization_id: string; id: string; ended_by: string | null }[]> {
  return db.query(applying, [after, limit]);
}
