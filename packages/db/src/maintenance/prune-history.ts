import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

/** A step of a walk through a table from its old end. */
export interface PruneStep {
  deleted: number;
  /** How many rows were read, deleted or not. */
  looked: number;
  /** Id of the last one read, where the next step continues; null if there was none. */
  last: string | null;
}

// Ids roughly follow time, so old rows are at one end: the walk continues from where it was, and ends where rows are
// young. There is no index by time, and a search that finds nothing would read everything.

/** A statement that reads `$3` rows after the id `$2`, and deletes those that match `due`. */
const step = (name: string, table: string, columns: string, range: string, due: string) =>
  systemStatement(
    name,
    `WITH looked AS MATERIALIZED (
       SELECT ${columns} FROM ${table} WHERE ${range} ORDER BY id LIMIT $3
     ), gone AS (
       DELETE FROM ${table} WHERE id = ANY (ARRAY(SELECT l.id FROM looked l WHERE ${due} ORDER BY l.id)) RETURNING 1
     )
     SELECT (SELECT count(*)::int FROM gone) AS deleted, count(*)::int AS looked,
       (SELECT id FROM looked ORDER BY id DESC LIMIT 1) AS last
     FROM looked`,
  );

const AGE = "$1::int * interval '1 day'";

/** The smallest version-7 UUID of that age; a day is added because clocks differ. */
const youngest = `(lpad(to_hex((extract(epoch FROM now() - ${AGE} + interval '1 day') * 1000)::bigint), 12, '0')
  || repeat('0', 20))::uuid`;

// OFFSET 0 forces one look-up per row: a join might read all dead letters for each step.
const events = step(
  "prune_events",
  "events",
  "id, settled_at",
  `id > $2::uuid AND id < ${youngest}`,
  `l.settled_at < now() - ${AGE} AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.event_id = l.id OFFSET 0)`,
);

const byTime = (name: string, table: string) =>
  step(name, table, "id, timestamp", "id > $2::bigint", `l.timestamp < now() - ${AGE}`);

const changes = byTime("prune_resource_changes", "resource_changes");
const auditEntries = byTime("prune_audit_entries", "audit_entries");

/** Plans that were not applied. Their documents are gone already; the actions go with the row. */
const plans = step(
  "prune_plans",
  "changes",
  "id, status, settled_at",
  `id > $2::uuid AND id < ${youngest}`,
  `l.status IN ('discarded', 'expired', 'stale') AND l.settled_at < now() - ${AGE}`,
);

const applied = step(
  "prune_applied_changes",
  "changes",
  "id, status, settled_at",
  `id > $2::uuid AND id < ${youngest}`,
  `l.status IN ('succeeded', 'failed') AND l.settled_at < now() - ${AGE}`,
);

const FIRST_UUID = "00000000-0000-0000-0000-000000000000";
const FIRST_NUMBER = "0";

/**
 * Deletes events settled more than `days` ago that have no dead letter, among the next `limit` after an id. If it reads
 * fewer, none are left.
 */
export async function pruneEvents(db: Database, days: number, after: string | null, limit: number): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(events, [days, after ?? FIRST_UUID, limit]));
}

/** Deletes history entries older than `days` among the next `limit` after an id. If none is, all others are younger. */
export async function pruneResourceChanges(
  db: Database,
  days: number,
  after: string | null,
  limit: number,
): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(changes, [days, after ?? FIRST_NUMBER, limit]));
}

/**
 * Deletes plans that ended more than `days` ago without being applied, among the next `limit` changes after an id. If it
 * reads fewer, none are left.
 */
export async function prunePlans(db: Database, days: number, after: string | null, limit: number): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(plans, [days, after ?? FIRST_UUID, limit]));
}

/** The same for changes that were applied, and settled that long ago. */
export async function pruneAppliedChanges(
  db: Database,
  days: number,
  after: string | null,
  limit: number,
): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(applied, [days, after ?? FIRST_UUID, limit]));
}

/** The same for audit entries. */
export async function pruneAuditEntries(
  db: Database,
  days: number,
  after: string | null,
  limit: number,
): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(auditEntries, [days, after ?? FIRST_NUMBER, limit]));
}

function stepOf([row]: readonly PruneStep[]): PruneStep {
  return row ?? { deleted: 0, looked: 0, last: null };
}
