import type { Database } from "../database.ts";
import { systemStatement } from "../statement.ts";

// Both walk the primary key from its old end: ids are near enough in the order of time, and what is deleted was there
// longest. Rows that another worker is deleting at this moment are left to it.

const events = systemStatement(
  "prune_events",
  `DELETE FROM events WHERE id IN (
     SELECT e.id FROM events e
     WHERE e.settled_at < now() - $1::int * interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.event_id = e.id)
     ORDER BY e.id LIMIT $2 FOR UPDATE OF e SKIP LOCKED
   ) RETURNING 1`,
);

const changes = systemStatement(
  "prune_resource_changes",
  `DELETE FROM resource_changes WHERE id IN (
     SELECT c.id FROM resource_changes c
     WHERE c.timestamp < now() - $1::int * interval '1 day'
     ORDER BY c.id LIMIT $2 FOR UPDATE SKIP LOCKED
   ) RETURNING 1`,
);

/** Deletes some of the events settled more than `days` ago that have no dead letter. @returns how many */
export async function pruneEvents(db: Database, days: number, limit: number): Promise<number> {
  return (await db.query(events, [days, limit])).length;
}

/** Deletes some of the history entries older than `days`. @returns how many */
export async function pruneResourceChanges(db: Database, days: number, limit: number): Promise<number> {
  return (await db.query(changes, [days, limit])).length;
}
