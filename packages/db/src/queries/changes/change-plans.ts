import type { ChangeStatus } from "@pragma/contract";
import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { type StoredChange, storedColumns } from "./stored-changes.ts";

/** A change to be stored. */
export interface NewChange {
  id: string;
  status: Extract<ChangeStatus, "planned" | "applying">;
  message: string | null;
  source: string | null;
  set: string | null;
  prune: boolean;
  /** JSON of the resources that it may replace, `true` or a list of ids; null for none. */
  allowReplace: string | null;
  counts: string;
  busy: readonly string[];
  request: string | null;
  /** The request without what is unchanged; null if nothing is left out. */
  part: string | null;
  basis: string | null;
  size: number;
  plannedBy: string;
  correlationId: string;
  createdBy: string;
  /** Seconds until the plan expires; null for one that is applied at once. */
  expiresIn: number | null;
  reverts: string | null;
}

// It waits for nothing itself, but later statements of its transaction may: one that is applied at once locks the graph.
const insert = lockingStatement(
  tenantStatement(
    "insert_change",
    `INSERT INTO changes AS c (organization_id, id, status, message, source, set, prune, counts, busy, request, basis, size,
     planned_by, correlation_id, created_by, expires_at, reverts, part, allow_replace, applied_by, applied_at)
   VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8::json, $9::text[], $10::json, $11::json, $12, $13, $14, $15::json,
     now() + $16::float8 * interval '1 second', $17, $18::json, $19::json,
     CASE WHEN $3 = 'applying' THEN $15::json END, CASE WHEN $3 = 'applying' THEN now() END)
   RETURNING ${storedColumns}`,
  ),
);

/** Stores a change. */
export async function insertChange(tenant: Tenant, change: NewChange): Promise<StoredChange> {
  const row = await tenant.queryOne<StoredChange>(
    insert,
    change.id,
    change.status,
    change.message,
    change.source,
    change.set,
    change.prune,
    change.counts,
    change.busy,
    change.request,
    change.basis,
    change.size,
    change.plannedBy,
    change.correlationId,
    change.createdBy,
    change.expiresIn,
    change.reverts,
    change.part,
    change.allowReplace,
  );
  return row as StoredChange;
}

/** A plan with what applying it needs: `request` leaves out documents that were found unchanged, if `is_part` says so. */
export type PlannedRow = StoredChange & {
  request: string | null;
  is_part: boolean;
  basis: string | null;
  is_over: boolean;
};

const planned = tenantStatement(
  "find_plan",
  `SELECT ${storedColumns}, COALESCE(c.part, c.request) AS request, c.part IS NOT NULL AS is_part, c.basis,
     COALESCE(c.expires_at <= now(), false) AS is_over
   FROM changes c WHERE c.organization_id = $1 AND c.id = $2`,
);

/** A change with what is sealed of its request. */
export function findPlan(tenant: Tenant, id: string): Promise<PlannedRow | undefined> {
  return tenant.queryOne<PlannedRow>(planned, id);
}

const requested = tenantStatement(
  "find_change_request",
  "SELECT c.request FROM changes c WHERE c.organization_id = $1 AND c.id = $2",
);

/** The sealed request of a change as a whole; null once nobody needs it any more. */
export async function findRequest(tenant: Tenant, id: string): Promise<string | null> {
  return (await tenant.queryOne<{ request: string | null }>(requested, id))?.request ?? null;
}

const usage = tenantStatement(
  "plans_in_use",
  `SELECT count(*)::int AS count, COALESCE(sum(c.size), 0)::float8 AS bytes FROM changes c
   WHERE c.organization_id = $1 AND c.status = 'planned'`,
);

const lockCount = lockingStatement(
  tenantStatement("lock_plans", "SELECT pg_advisory_xact_lock(hashtextextended('plans:' || ($1::uuid)::text, 0))"),
);

/** How many plans the organization has that can still be applied. */
export async function countOpenPlans(tenant: Tenant): Promise<number> {
  return (await tenant.queryOne<{ count: number }>(usage))?.count ?? 0;
}

/** How many open plans the organization has, and their bytes. Until the transaction ends, nobody else can count. */
export async function countPlans(tenant: Tenant): Promise<{ count: number; bytes: number }> {
  await tenant.query(lockCount);
  return (await tenant.queryOne<{ count: number; bytes: number }>(usage)) as { count: number; bytes: number };
}

const begin = lockingStatement(
  tenantStatement(
    "begin_change",
    `UPDATE changes c SET status = 'applying', applied_by = $3::json, applied_at = now(), counts = $4::json
     WHERE c.organization_id = $1 AND c.id = $2 AND c.status = 'planned' RETURNING c.id`,
  ),
);

/** A plan begins to be carried out. @returns false if it is no longer a plan */
export async function beginChange(tenant: Tenant, id: string, appliedBy: string, counts: string): Promise<boolean> {
  return (await tenant.queryOne(begin, id, appliedBy, counts)) !== undefined;
}

const noteRevert = tenantStatement(
  "note_revert",
  "UPDATE changes c SET reverted_by = $3 WHERE c.organization_id = $1 AND c.id = $2",
);

/** A revert of a change was applied. */
export async function noteReverted(tenant: Tenant, id: string, by: string): Promise<void> {
  await tenant.query(noteRevert, id, by);
}

const end = tenantStatement(
  "end_plan",
  `UPDATE changes c SET status = $3, request = NULL, part = NULL, basis = NULL, size = 0, settled_at = now()
   WHERE c.organization_id = $1 AND c.id = $2 AND c.status = 'planned' RETURNING ${storedColumns}`,
);

/** A plan that is not going to be applied: its documents are dropped. @returns undefined if it is no longer a plan */
export function endPlan(
  tenant: Tenant,
  id: string,
  status: "discarded" | "stale" | "expired",
): Promise<StoredChange | undefined> {
  return tenant.queryOne<StoredChange>(end, id, status);
}

const expire = systemStatement(
  "expire_plans",
  `UPDATE changes c SET status = 'expired', request = NULL, part = NULL, basis = NULL, size = 0, settled_at = now()
   WHERE c.id IN (
     SELECT x.id FROM changes x WHERE x.status = 'planned' AND x.expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED
   )`,
);

/** Plans whose time is over, of all organizations: their documents are dropped. */
export async function expirePlans(db: Database, limit: number): Promise<void> {
  await db.query(expire, [limit]);
}
