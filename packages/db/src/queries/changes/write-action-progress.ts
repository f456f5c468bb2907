import { CHANGED_KEY } from "../sql/by-key.ts";
import type { ActionProgress } from "../sql/effects.ts";
import { CHECKED_CHANGES, isUnsettledAction } from "../sql/open-action.ts";
import type { StatementWriter } from "../sql/statement-writer.ts";

/** Open actions of the resource, found by its key: each has few, however long its history. */
export function writeActionProgress(writer: StatementWriter, progress: ActionProgress): void {
  const { eventId, marked, markedBy, except, carriedBy, followed } = progress;
  const awaited = [
    ...(eventId ? [`a.event_id = ${writer.value(eventId, "uuid")}`] : []),
    ...(marked ? [`(a.event_id IS NULL${markedBy === undefined ? "" : ` AND ${isReached(writer, markedBy)}`})`] : []),
  ];
  const others = except ? `AND a.change_id <> ${writer.value(except, "uuid")}` : "";
  const sets = [
    ...(followed
      ? [`changes = CASE WHEN a.action = 'follow' THEN ${writer.value(followed, "json")} ELSE a.changes END`]
      : []),
    ...(carriedBy ? [`event_id = ${writer.value(carriedBy, "uuid")}`] : []),
    ...endingOf(writer, progress),
  ];
  writer.cte(
    "action",
    `UPDATE change_actions a SET ${sets.join(", ")}
     WHERE a.organization_id = $1 AND a.key = ${ACTION_KEY} AND ${isUnsettledAction("a")}
       AND (${awaited.join(" OR ") || "false"}) ${others} RETURNING a.change_id`,
  );
}

/**
 * SQL: an action without an event whose change has marked the resource. It was the first to; or the action has begun; or it shares
 * the event of something that the resource uses with the one that was.
 */
function isReached(writer: StatementWriter, markedBy: string | null): string {
  const change = writer.value(markedBy, "uuid");
  // Each is looked up by its key, whatever the planner makes of a change that has thousands of actions.
  return `(a.started_at IS NOT NULL OR a.change_id = ${change} OR EXISTS (
       SELECT 1 FROM edges d
         CROSS JOIN LATERAL (
           SELECT s.event_id FROM change_actions s
           WHERE s.change_id = a.change_id AND s.key = d.to_key COLLATE "default" AND s.action <> 'refuse' OFFSET 0
         ) AS used
         CROSS JOIN LATERAL (
           SELECT m.event_id FROM change_actions m
           WHERE m.change_id = ${change} AND m.key = d.to_key COLLATE "default" AND m.action <> 'refuse' OFFSET 0
         ) AS marking
       WHERE d.organization_id = $1 AND d.from_key = a.key AND d.kind = 'dependency' AND marking.event_id = used.event_id
     ))`;
}

/** Unlike those of other tables, this key and its indexes have the database's collation. */
const ACTION_KEY = `${CHANGED_KEY} COLLATE "default"`;

function endingOf(writer: StatementWriter, { state, error, attempts }: ActionProgress): string[] {
  if (state === "open") return ["error = NULL", "started_at = NULL"];
  if (state === "checked")
    return ["state = 'succeeded'", "error = NULL", "settled_at = now()", `changes = ${CHECKED_CHANGES}`];
  return [
    `state = '${state}'`,
    `error = ${writer.value(error ?? null, "text")}`,
    `attempts = ${writer.value(attempts ?? 0, "int")}`,
    "started_at = (SELECT e.published_at FROM events e WHERE e.id = a.event_id)",
    "settled_at = now()",
  ];
}

/**
 * Reopens actions that an event had failed, with their changes. These are locked first, since whoever settles one locks it first,
 * too, and whatever they say at that moment: one that is being settled would be missed otherwise.
 */
export function writeReopening(writer: StatementWriter, eventId: string): void {
  const event = writer.value(eventId, "uuid");
  writer.cte(
    "ended_actions",
    `SELECT a.change_id, a.id FROM change_actions a
     WHERE a.organization_id = $1 AND a.key = ${ACTION_KEY} AND a.event_id = ${event} OFFSET 0`,
  );
  writer.cte(
    "reopening",
    `SELECT c.id FROM changes c WHERE c.organization_id = $1 AND c.id IN (SELECT a.change_id FROM ended_actions a)
     ORDER BY c.id FOR NO KEY UPDATE`,
  );
  writer.cte(
    "reopened_action",
    `UPDATE change_actions a SET state = 'open', error = NULL, started_at = NULL, settled_at = NULL
     FROM (SELECT e.change_id, e.id FROM ended_actions e JOIN reopening r ON r.id = e.change_id OFFSET 0) AS o
     WHERE a.change_id = o.change_id AND a.id = o.id
     RETURNING a.change_id`,
  );
  writer.cte(
    "reopened",
    "UPDATE changes c SET status = 'applying', settled_at = NULL FROM reopened_action r WHERE c.organization_id = $1 AND c.id = r.change_id",
  );
}
