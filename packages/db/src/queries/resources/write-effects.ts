import { writeActionProgress, writeReopening } from "../changes/write-action-progress.ts";
import { CHANGED_KEY, resourceByKey } from "../sql/by-key.ts";
import type { AuditRecord, Delay, Effects, EventPatch, HistoryEntry, Lease, OutgoingEdges } from "../sql/effects.ts";
import { lastBegun, makerUpTo } from "../sql/last-begun.ts";
import type { StatementWriter } from "../sql/statement-writer.ts";
import { hasUnfinishedRepair } from "../sql/unfinished-repair.ts";

/**
 * Adds the effects of a change to a statement whose CTE `changed` contains the changed resource (columns `key`).
 * Nothing is written if `changed` is empty.
 * @param columns further columns to return
 * @param isNew the resource is created: it has no edges yet, since a removed one leaves none
 * @returns the final SELECT over `changed`: functions run only if selected. `woken` is the result of `wake_dependents`
 */
export function selectChanged(
  writer: StatementWriter,
  columns: readonly string[],
  effects: Effects,
  { isNew = false }: { isNew?: boolean } = {},
): string {
  const calls = writeEffects(writer, effects, isNew);
  return `SELECT ${[...columns, ...calls].join(", ")} FROM changed ${writeTypes(writer, effects.types)}`;
}

/** Runs before the calls, and after the row is locked. */
function writeTypes(writer: StatementWriter, types: Effects["types"]): string {
  if (!types) return "";
  return `WHERE hold_types($1::uuid, ${writer.value(types.provider, "text")}, ${writer.value(types.version, "text")})`;
}

function writeEffects(writer: StatementWriter, effects: Effects, isNew: boolean): string[] {
  if (effects.edges) writeEdges(writer, effects.edges, isNew);
  if (effects.newEvent) writeNewEvent(writer, effects.newEvent);
  if (effects.event) writeEventPatch(writer, effects.event);
  if (effects.restartEvent) writeRestart(writer, effects.restartEvent);
  if (effects.takeLease) writeLease(writer, effects.takeLease);
  if (effects.endLease) {
    writer.cte(
      "lease_ended",
      `DELETE FROM leases l WHERE l.organization_id = $1 AND l.resource_key = ${CHANGED_KEY}
         AND l.id = ${writer.value(effects.endLease, "uuid")}`,
    );
  }
  if (effects.history && effects.history.length > 0) writeHistory(writer, effects.history);
  writeAudit(writer, effects.audit);
  writeAuditOfMany(writer, effects.alsoAudited ?? []);
  writeDeadLetter(writer, effects.deadLetter);
  if (effects.action) writeActionProgress(writer, effects.action);
  if (effects.resolveDeadLetter) {
    writer.cte(
      "resolved",
      `DELETE FROM dead_letters d USING changed WHERE d.organization_id = $1
         AND d.event_id = ${writer.value(effects.resolveDeadLetter, "uuid")}`,
    );
  }
  if (effects.clearDeadLetters) {
    writer.cte(
      "cleared",
      `DELETE FROM dead_letters d WHERE d.organization_id = $1 AND d.resource_key = ${CHANGED_KEY}`,
    );
  }
  if (effects.endRunning) {
    writer.cte(
      "running_ended",
      `DELETE FROM edges e WHERE e.organization_id = $1 AND e.from_key = ${CHANGED_KEY} AND e.kind = 'running'`,
    );
  }
  if (effects.dropAllBut) writeDrops(writer, effects.dropAllBut);
  if (effects.removeJob) {
    writer.cte(
      "removed_job",
      `DELETE FROM pending_looks l USING changed c
       WHERE l.organization_id = $1 AND l.provider = split_part(c.key, '/', 1)
         AND l.id = ${writer.value(effects.removeJob, "bigint")}`,
    );
  }
  const calls: string[] = [];
  if (effects.action) calls.push("ARRAY(SELECT a.change_id FROM action a) AS changes_touched");
  if (effects.reconcileAt) {
    const runAt = effects.reconcileAt === "now" ? "now()" : after(writer, effects.reconcileAt);
    calls.push(`enqueue_reconcile($1::uuid, changed.key, ${runAt}) AS looked_at`);
  }
  if (effects.reconcileIfStale) {
    calls.push(
      "CASE WHEN changed.stale_since IS NOT NULL THEN enqueue_reconcile($1::uuid, changed.key) END AS decided",
    );
  }
  if (effects.wakeDeletions) {
    calls.push(`wake_deletions($1::uuid, ${writer.value(effects.wakeDeletions, "text[]")}) AS freed`);
  }
  if (effects.wakeDependents) calls.push("wake_dependents($1::uuid, changed.key) AS woken");
  if (effects.spread) {
    const actor = writer.value(effects.spread.actor, "json");
    const correlation = writer.value(effects.spread.correlationId, "text");
    const change = writer.value(effects.spread.changeId, "uuid");
    calls.push(
      `mark_stale($1::uuid, changed.key, (SELECT keys FROM affected), ${actor}, ${correlation}, ${change}) AS woken`,
    );
  }
  if (effects.markForRepair) calls.push("mark_for_repair($1::uuid, changed.key) AS to_repair");
  if (effects.join) {
    const actor = writer.value(effects.join.actor, "json");
    const correlation = writer.value(effects.join.correlationId, "text");
    const change = writer.value(effects.join.changeId, "uuid");
    calls.push(
      `CASE WHEN changed.stale_since IS NOT NULL
         THEN mark_stale($1::uuid, changed.key, (SELECT keys FROM joining), ${actor}, ${correlation}, ${change}) END AS joined`,
    );
  }
  return calls;
}

/** In whole milliseconds, as columns store it: a job must not run a fraction of one before its event is due. */
function after(writer: StatementWriter, { milliseconds }: Delay): string {
  const delay = writer.value(milliseconds, "float8");
  return `date_trunc('milliseconds', now() + ${delay} * interval '1 millisecond')`;
}

function writeEdges(writer: StatementWriter, { dependencies, owners, running }: OutgoingEdges, isNew: boolean): void {
  const all = { dependency: dependencies, owner: owners, running };
  const keys = writer.value(Object.values(all).flat(), "text[]");
  const kinds = writer.value(
    Object.entries(all).flatMap(([kind, targets]) => targets.map(() => kind)),
    "text[]",
  );
  writer.cte("wanted", `SELECT w.to_key, w.kind FROM unnest(${keys}, ${kinds}) AS w(to_key, kind)`);
  if (!isNew) {
    writer.cte(
      "edges_gone",
      `DELETE FROM edges e WHERE e.organization_id = $1 AND e.from_key = ${CHANGED_KEY}
         AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.to_key = e.to_key AND w.kind = e.kind)`,
    );
  }
  writer.cte(
    "edges_new",
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT $1, changed.key, wanted.to_key, wanted.kind FROM changed CROSS JOIN wanted ON CONFLICT DO NOTHING`,
  );
}

/** Sub-resources that others have applied since are theirs. */
function writeDrops(
  writer: StatementWriter,
  { applied, eventId, appliedBy, correlationId }: NonNullable<Effects["dropAllBut"]>,
): void {
  writer.cte(
    "dropped",
    `INSERT INTO sub_resource_drops AS d (organization_id, key, owner_key, event_id, applied_by, correlation_id, not_before)
     SELECT $1::uuid, r.key, c.key, ${writer.value(eventId, "uuid")}, ${writer.value(appliedBy, "json")},
       ${writer.value(correlationId, "text")}, ${after(writer, { milliseconds: 0 })}
     FROM changed c
     CROSS JOIN LATERAL (
       SELECT * FROM edges x WHERE x.organization_id = $1 AND x.to_key = c.key AND x.kind = 'owner' OFFSET 0
     ) e
     CROSS JOIN LATERAL (${resourceByKey("e.from_key", "key, deleting_since, applied_by")}) r
     WHERE r.deleting_since IS NULL AND r.applied_by->>'via' = c.key AND r.key <> ALL (${writer.value(applied, "text[]")})
     ON CONFLICT (key, organization_id) DO UPDATE SET owner_key = EXCLUDED.owner_key, event_id = EXCLUDED.event_id,
       applied_by = EXCLUDED.applied_by, correlation_id = EXCLUDED.correlation_id, attempts = 0, not_before = EXCLUDED.not_before`,
  );
}

function writeNewEvent(writer: StatementWriter, event: NonNullable<Effects["newEvent"]>): void {
  const columns = [
    "id",
    "organization_id",
    "resource_key",
    "event_type",
    "generation",
    "previous_config",
    "correlation_id",
    "actor",
    "traceparent",
    "change_id",
  ];
  const values = [
    writer.value(event.id, "uuid"),
    "$1",
    "key",
    writer.value(event.eventType, "text"),
    writer.value(event.generation, "int"),
    writer.value(event.previousConfig, "json"),
    writer.value(event.correlationId, "text"),
    writer.value(event.actor, "json"),
    writer.value(event.traceparent, "text"),
    writer.value(event.changeId, "uuid"),
  ];
  if (event.claimed) {
    columns.push("payload", "attempt", "published_at");
    values.push(writer.value(event.claimed.payload, "json"), "1", "now()");
  }
  if (event.settled) {
    columns.push("settled_at");
    values.push("now()");
  }
  if (event.repairs !== false) {
    columns.push("repairs");
    values.push(event.repairs === null ? hasUnfinishedRepair("changed.key") : "true");
  }
  if (event.replaces) {
    columns.push("replaces");
    values.push("true");
  }
  if (event.mayExist) {
    columns.push("previous_id");
    values.push(`(${lastBegun("changed.key")})`);
  }
  writer.cte("new_event", `INSERT INTO events (${columns.join(", ")}) SELECT ${values.join(", ")} FROM changed`);
}

/** Conflicts are not ignored: of two handlers at once, the second must fail. */
function writeLease(writer: StatementWriter, lease: Lease): void {
  const seconds = writer.value(lease.seconds, "int");
  writer.cte(
    "lease_taken",
    `INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
     SELECT $1, key, ${writer.value(lease.id, "uuid")}, ${writer.value(lease.eventId, "uuid")},
       ${writer.value(lease.owner, "text")}, now() + ${seconds} * interval '1 second' FROM changed`,
  );
}

/** After the end of its change, if that was ended: what a person retried is told from what ran then by this (`noteEnded`). */
const BEGUN = `GREATEST(now(), (
  SELECT c.ended_at + interval '1 millisecond' FROM changes c WHERE c.organization_id = $1 AND c.id = e.change_id
))`;

function writeEventPatch(writer: StatementWriter, patch: EventPatch): void {
  const sets: string[] = [];
  if (patch.payload !== undefined) sets.push(`payload = ${writer.value(patch.payload, "json")}`);
  if (patch.attempt !== undefined) sets.push(`attempt = ${writer.value(patch.attempt, "int")}`);
  if (patch.notBefore === null) sets.push("not_before = NULL");
  else if (patch.notBefore !== undefined) sets.push(`not_before = ${after(writer, patch.notBefore)}`);
  if (patch.repairs) sets.push("repairs = true");
  if (patch.replaces) sets.push("replaces = true");
  if (patch.published) sets.push(`published_at = COALESCE(e.published_at, ${BEGUN})`);
  if (patch.settled !== undefined) sets.push(`settled_at = ${patch.settled ? "now()" : "NULL"}`);
  writer.cte(
    "patched_event",
    `UPDATE events e SET ${sets.join(", ")} FROM changed
     WHERE e.organization_id = $1 AND e.id = ${writer.value(patch.id, "uuid")}`,
  );
}

/** A retried deletion is handed over with the same config, and a retried update is told the same of what was there before. */
function writeRestart(writer: StatementWriter, event: NonNullable<Effects["restartEvent"]>): void {
  const type = writer.value(event.eventType, "text");
  const generation = writer.value(event.generation, "int");
  writer.cte(
    "restarted_event",
    `UPDATE events e SET attempt = 0, payload = CASE WHEN e.event_type = 'DELETE' AND ${type} = 'DELETE' THEN e.payload END,
       event_type = ${type}, generation = ${generation},
       previous_config = CASE WHEN e.event_type = ${type} AND e.previous_config IS NOT NULL THEN e.previous_config
         ELSE ${writer.value(event.previousConfig, "json")} END, not_before = NULL, settled_at = NULL,
       replaces = e.replaces AND e.generation = ${generation} AND (e.event_type = ${type} OR ${type} = 'CREATE'), previous_id = CASE WHEN ${writer.value(event.mayExist === true, "boolean")} THEN ${makerUpTo("e")} END, published_at = NULL, actor = ${writer.value(event.actor, "json")},
       traceparent = ${writer.value(event.traceparent, "text")} FROM changed
     WHERE e.organization_id = $1 AND e.id = ${writer.value(event.id, "uuid")}`,
  );
  if (!event.goesOn) writeReopening(writer, event.id);
}

/** One INSERT for all entries: their ids follow the given order. */
function writeHistory(writer: StatementWriter, entries: readonly HistoryEntry[]): void {
  const rows = entries.map((entry) => [
    writer.value(entry.eventType, "text"),
    writer.value(entry.fromState, "text"),
    writer.value(entry.toState, "text"),
    writer.value(entry.generation, "int"),
    writer.value(entry.changes ?? "[]", "json"),
    writer.value(entry.error ?? null, "text"),
    writer.value(entry.actor, "json"),
    writer.value(entry.correlationId, "text"),
    writer.value(entry.eventId, "uuid"),
    writer.value(entry.changeId, "uuid"),
  ]);
  const names = [
    "event_type",
    "from_state",
    "to_state",
    "generation",
    "changes",
    "error",
    "actor",
    "correlation_id",
    "event_id",
    "change_id",
  ];
  const columns = names.join(", ");
  writer.cte(
    "history",
    `INSERT INTO resource_changes (organization_id, resource_key, ${columns}) ${ofEach(rows, names)}`,
  );
}

/** Most changes have one entry, which needs no order. */
function ofEach(rows: readonly string[][], names: readonly string[]): string {
  const [first = []] = rows;
  if (rows.length === 1) return `SELECT $1, changed.key, ${first.join(", ")} FROM changed`;
  const placed = rows.map((row, place) => `(${[place, ...row].join(", ")})`);
  return `SELECT $1, changed.key, ${names.map((name) => `entry.${name}`).join(", ")} FROM changed
     CROSS JOIN (VALUES ${placed.join(", ")}) AS entry(place, ${names.join(", ")}) ORDER BY entry.place`;
}

function writeAudit(writer: StatementWriter, audit: Effects["audit"]): void {
  if (!audit) return;
  writer.cte(
    "audited",
    `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
     SELECT $1, ${writer.value(audit.actor, "jsonb")}, ${writer.value(audit.action, "text")},
       ${writer.value(audit.target, "text")}, ${writer.value(audit.outcome, "text")},
       ${writer.value(audit.correlationId, "text")}, ${writer.value(audit.details, "jsonb")} FROM changed`,
  );
}

/** Arrays, so that the statement is the same for any number. */
function writeAuditOfMany(writer: StatementWriter, records: readonly AuditRecord[]): void {
  if (records.length === 0) return;
  const names = ["actor", "action", "target", "outcome", "correlationId", "details"] as const;
  const columns = names.map((name) =>
    writer.value(
      records.map((record) => record[name]),
      "text[]",
    ),
  );
  writer.cte(
    "also_audited",
    `INSERT INTO audit_entries (organization_id, actor, action, target, outcome, correlation_id, details)
     SELECT $1, a.actor::jsonb, a.action, a.target, a.outcome, a.correlation_id, a.details::jsonb FROM changed
     CROSS JOIN unnest(${columns.join(", ")}) AS a(actor, action, target, outcome, correlation_id, details)`,
  );
}

function writeDeadLetter(writer: StatementWriter, letter: Effects["deadLetter"]): void {
  if (!letter) return;
  writer.cte(
    "dead_letter",
    `INSERT INTO dead_letters
       (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count, correlation_id, change_id)
     SELECT ${writer.value(letter.eventId, "uuid")}, $1, key, ${writer.value(letter.eventType, "text")},
       ${writer.value(letter.payload, "json")}, ${writer.value(letter.error, "text")},
       ${writer.value(letter.attempts, "int")}, ${writer.value(letter.correlationId, "text")},
       ${writer.value(letter.changeId, "uuid")} FROM changed
     ON CONFLICT (event_id) DO UPDATE SET payload = EXCLUDED.payload, error_message = EXCLUDED.error_message,
       attempt_count = EXCLUDED.attempt_count, failed_at = now(), correlation_id = EXCLUDED.correlation_id,
       change_id = EXCLUDED.change_id`,
  );
}
