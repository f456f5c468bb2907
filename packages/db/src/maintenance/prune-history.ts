import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

/** A step of a walk through a table from its old end. */
export interface PruneStep {
  deleted: number;
  /** How many rows were looked at, deleted or not. */
  looked: number;
  /** Id of the last of them, where the next step goes on; null if there was none. */
  last: string | null;
}

// Ids are near enough in the order of time, so what is old stands at one end: the walk goes on from where it was, and
// ends where rows are young. By time alone there is no index, and a search for what is not there reads everything.

/** A statement that looks at `$3` rows from after the id `$2`, and deletes those of `due`. */
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

/** The first id that the clock can have given so many days ago, a day added for clocks that differ: UUIDs of version 7. */
const youngest = `(lpad(to_hex((extract(epoch FROM now() - ${AGE} + interval '1 day') * 1000)::bigint), 12, '0')
  || repeat('0', 20))::uuid`;

// OFFSET 0 makes it one look-up a row: a join might read all dead letters for each step.
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

const FIRST_UUID = "00000000-0000-0000-0000-000000000000";
const FIRST_NUMBER = "0";

/**
 * Deletes events settled more than `days` ago that have no dead letter, among the next `limit` after an id. None are left
 * to look at once it looks at fewer.
 */
export async function pruneEvents(db: Database, days: number, after: string | null, limit: number): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(events, [days, after ?? FIRST_UUID, limit]));
}

/** Deletes history entries older than `days` among the next `limit` after an id. Once none is, all others are younger. */
export async function pruneResourceChanges(
  db: Database,
  days: number,
  after: string | null,
  limit: number,
): Promise<PruneStep> {
  return stepOf(await db.query<PruneStep>(changes, [days, after ?? FIRST_NUMBER, limit]));
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
