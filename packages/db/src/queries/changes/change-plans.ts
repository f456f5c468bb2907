import type { ChangeStatus, ChangeView } from "@pragma/contract";
import type { Database } from "../../database.ts";
import { lockingStatement, systemStatement, tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { isActor } from "../sql/actor.ts";
import { isUnsettledAction } from "../sql/open-action.ts";

/** A change as stored, without its request and basis. JSON is text. */
export interface StoredChange {
  id: string;
  status: ChangeStatus;
  message: string | null;
  source: string | null;
  set: string | null;
  prune: boolean;
  counts: string;
  busy: string[];
  planned_by: string;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  applied_by: string | null;
  applied_at: string | null;
  settled_at: string | null;
  reverts: string | null;
  reverted_by: string | null;
  ended_by: string | null;
  ended_at: string | null;
}

const COLUMNS = [
  "id",
  "status",
  "message",
  "source",
  "set",
  "prune",
  "counts",
  "busy",
  "planned_by",
  "created_by",
  "created_at",
  "expires_at",
  "applied_by",
  "applied_at",
  "settled_at",
  "reverts",
  "reverted_by",
  "ended_by",
  "ended_at",
] as const satisfies readonly (keyof StoredChange)[];
const columns = COLUMNS.map((column) => `c.${column}`).join(", ");

/** A change to be stored. */
export interface NewChange {
  id: string;
  status: Extract<ChangeStatus, "planned" | "applying">;
  message: string | null;
  source: string | null;
  set: string | null;
  prune: boolean;
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
     planned_by, correlation_id, created_by, expires_at, reverts, part, applied_by, applied_at)
   VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8::json, $9::text[], $10::json, $11::json, $12, $13, $14, $15::json,
     now() + $16::float8 * interval '1 second', $17, $18::json,
     CASE WHEN $3 = 'applying' THEN $15::json END, CASE WHEN $3 = 'applying' THEN now() END)
   RETURNING ${columns}`,
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
  );
  return row as StoredChange;
}

const find = tenantStatement(
  "find_change",
  `SELECT ${columns} FROM changes c WHERE c.organization_id = $1 AND c.id = $2`,
);

/** One change. A plan whose time is over counts as planned until the sweep has marked it. */
export function findChange(tenant: Tenant, id: string): Promise<StoredChange | undefined> {
  return tenant.queryOne<StoredChange>(find, id);
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
  `SELECT ${columns}, COALESCE(c.part, c.request) AS request, c.part IS NOT NULL AS is_part, c.basis,
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

const statusOf = tenantStatement(
  "find_change_status",
  "SELECT c.status FROM changes c WHERE c.organization_id = $1 AND c.id = $2",
);

/** The status alone, for those that wait. */
export async function findChangeStatus(tenant: Tenant, id: string): Promise<StoredChange["status"] | undefined> {
  return (await tenant.queryOne<{ status: StoredChange["status"] }>(statusOf, id))?.status;
}

/** Filters of a list of changes. */
export interface ChangeFilter {
  /** Any of these. */
  status?: readonly string[] | undefined;
  /** Applied ones, or plans that are still open. */
  view?: ChangeView | undefined;
  /** Id or name of somebody who planned or applied it, also by a token. */
  actor?: string | undefined;
  set?: string | undefined;
  /** The key of a resource that a change has an action on. */
  key?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const list = {
  ...tenantStatement(
    "list_changes",
    `SELECT ${columns} FROM changes c
     WHERE c.organization_id = $1 AND ($2::uuid IS NULL OR c.id < $2) AND ($3::uuid IS NULL OR c.id >= $3)
       AND ($4::text[] IS NULL OR c.status = ANY($4)) AND ($5::text IS NULL OR c.set = $5)
       AND ($6::text IS NULL OR EXISTS (
         SELECT 1 FROM change_actions a WHERE a.organization_id = $1 AND a.key = $6 AND a.change_id = c.id
       ))
       AND ($7::timestamptz IS NULL OR c.created_at >= $7) AND ($8::timestamptz IS NULL OR c.created_at < $8)
       AND ($9::text IS NULL OR ($9 = 'applied' AND c.applied_at IS NOT NULL) OR ($9 = 'open' AND c.status = 'planned'))
       AND ($10::text IS NULL OR ${isActor("c.created_by", "$10")} OR ${isActor("c.applied_by", "$10")})
     ORDER BY c.id DESC LIMIT $11`,
  ),
  planEachTime: true as const,
};

/** Changes, newest first: ids are in the order of time. */
export function listChanges(
  tenant: Tenant,
  { status, set, key, since, until, view, actor }: ChangeFilter,
  { before, back, limit }: { before?: string | undefined; back?: string | undefined; limit: number },
): Promise<StoredChange[]> {
  const filter = [status, set, key, since, until, view, actor].map((value) => value ?? null);
  return tenant.query<StoredChange>(list, before ?? null, back ?? null, ...filter, limit);
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
   WHERE c.organization_id = $1 AND c.id = $2 AND c.status = 'planned' RETURNING ${columns}`,
);

/** A plan that is not going to be applied: its documents are dropped. @returns undefined if it is no longer a plan */
export function endPlan(
  tenant: Tenant,
  id: string,
  status: "discarded" | "stale" | "expired",
): Promise<StoredChange | undefined> {
  return tenant.queryOne<StoredChange>(end, id, status);
}

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
