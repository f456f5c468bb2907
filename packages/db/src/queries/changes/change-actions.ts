import { type ErrorKind, isPending, isProcessing, isReady, type LifecycleState } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { resourceByKey } from "../sql/by-key.ts";
import { errorKind } from "../sql/error-kind.ts";
import { blocksDependents, inState, usesConnectionOfAnother } from "../sql/lifecycle.ts";
import { CHECKED_CHANGES, isOpenAction } from "../sql/open-action.ts";

/** An action to be stored. JSON is text. */
export interface NewAction {
  id: string;
  key: string;
  document: number | null;
  action: string;
  because: string;
  changes: string;
  issues: string;
  warnings: string;
  wave: number;
  snapshot: string | null;
  state: "open" | "succeeded" | null;
  eventId: string | null;
}

/** SQL: a mark has opened an action that has no event of its own. It is over once its resource has been decided. */
function isMarked(known: string, begun: string): string {
  return `(${known}.state = 'open' AND ${begun}.state = 'succeeded' AND ${begun}.event_id IS NULL)`;
}

function stateAfterMark(known: string, begun: string): string {
  return `CASE WHEN ${isMarked(known, begun)} THEN 'open' ELSE ${begun}.state END`;
}

/**
 * SQL: the event that carries an action. A follower that was never resolved takes no marks: the event that it waits with uses the
 * new values.
 */
function carrier(action: string, begun: string): string {
  return `CASE WHEN ${action} = 'follow' AND ${begun}.state = 'open' THEN (
       SELECT r.pending_event_id FROM resources r WHERE r.organization_id = $1 AND r.key = ${begun}.key
         AND ${inState("r", isPending)} AND r.resolved_config IS NULL AND r.deleting_since IS NULL
     ) ELSE ${begun}.event_id END`;
}

const insert = tenantStatement(
  "insert_change_actions",
  `INSERT INTO change_actions AS known
     (organization_id, change_id, id, key, document, action, because, changes, issues, warnings, wave, snapshot, state, event_id, settled_at)
   SELECT $1, $2, a.id, a.key, a.document, a.action, a.because, a.changes, a.issues, a.warnings, a.wave, a.snapshot, a.state,
     ${carrier("a.action", "a")}, CASE WHEN a.state = 'succeeded' THEN now() END
   FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::json[], $8::json[], $9::json[], $10::json[], $11::int[],
     $12::json[], $13::text[], $14::uuid[])
     AS a(id, key, document, action, because, changes, issues, warnings, wave, snapshot, state, event_id)
   ON CONFLICT (change_id, key) WHERE action <> 'refuse' DO UPDATE SET id = EXCLUDED.id, document = EXCLUDED.document,
     action = EXCLUDED.action, because = EXCLUDED.because, changes = EXCLUDED.changes, issues = EXCLUDED.issues,
     warnings = EXCLUDED.warnings, wave = EXCLUDED.wave, snapshot = EXCLUDED.snapshot,
     state = ${stateAfterMark("known", "EXCLUDED")}, event_id = EXCLUDED.event_id,
     settled_at = CASE WHEN ${isMarked("known", "EXCLUDED")} THEN NULL ELSE EXCLUDED.settled_at END`,
);

/** Stores actions of a change, a few hundred at once, in place of those that marks have made of its followers already. */
export async function insertActions(tenant: Tenant, changeId: string, actions: readonly NewAction[]): Promise<void> {
  if (actions.length === 0) return;
  const column = <Name extends keyof NewAction>(name: Name): never => actions.map((action) => action[name]) as never;
  await tenant.query(
    insert,
    changeId,
    column("id"),
    column("key"),
    column("document"),
    column("action"),
    column("because"),
    column("changes"),
    column("issues"),
    column("warnings"),
    column("wave"),
    column("snapshot"),
    column("state"),
    column("eventId"),
  );
}

/** The facts of an action once it begins. */
export type BegunAction = Pick<NewAction, "key" | "action" | "snapshot" | "state" | "eventId">;

const begin = tenantStatement(
  "begin_change_actions",
  `UPDATE change_actions a SET snapshot = b.snapshot, state = ${stateAfterMark("a", "b")}, event_id = ${carrier("a.action", "b")},
     settled_at = CASE WHEN b.state = 'succeeded' AND NOT COALESCE(${isMarked("a", "b")}, false) THEN now() END
   FROM unnest($3::text[], $4::json[], $5::text[], $6::uuid[], $7::text[]) AS b(key, snapshot, state, event_id, action)
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.key = b.key AND a.action = b.action AND a.action <> 'refuse' RETURNING a.key`,
);

/**
 * Planned actions begin. One of another kind by now does not: what was in flight when it was planned may be staged over, say.
 * @returns the keys of those that were planned
 */
export async function beginActions(
  tenant: Tenant,
  changeId: string,
  actions: readonly BegunAction[],
): Promise<string[]> {
  if (actions.length === 0) return [];
  const rows = await tenant.query<{ key: string }>(
    begin,
    changeId,
    actions.map(({ key }) => key),
    actions.map(({ snapshot }) => snapshot) as never,
    actions.map(({ state }) => state) as never,
    actions.map(({ eventId }) => eventId) as never,
    actions.map(({ action }) => action),
  );
  return rows.map(({ key }) => key);
}

const endIdle = tenantStatement(
  "end_idle_change_actions",
  `UPDATE change_actions a SET state = 'succeeded', settled_at = now(), snapshot = $3::json, changes = ${CHECKED_CHANGES}
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state IS NULL AND a.action <> 'refuse'`,
);

/** Planned actions that turned out to have nothing to do have succeeded. */
export async function endIdleActions(tenant: Tenant, changeId: string, snapshot: string): Promise<void> {
  await tenant.query(endIdle, changeId, snapshot);
}

/** An action as it is read. */
export interface ActionRow {
  id: string;
  key: string;
  document: number | null;
  action: string;
  because: string;
  changes: string;
  issues: string;
  warnings: string;
  wave: number;
  /** Open ones are told apart by their events. */
  state: "waiting" | "running" | "succeeded" | "failed" | "superseded" | null;
  event_id: string | null;
  attempts: number;
  error: string | null;
  error_kind: ErrorKind;
  started_at: string | null;
  settled_at: string | null;
}

/**
 * An open action runs while its event is with a provider. Once the change is settled nothing of it runs any more: what
 * is still open then waits for something that has failed.
 */
export const STATE_OF = `CASE
    WHEN a.state IS DISTINCT FROM 'open' THEN a.state
    WHEN c.status = 'failed' THEN 'failed'
    WHEN ${inState("r", isProcessing)} AND r.pending_event_id = a.event_id THEN 'running'
    ELSE 'waiting' END`;

/** SQL: when an action was handed over. */
export const STARTED_AT =
  "CASE WHEN a.state = 'open' THEN e.published_at WHEN a.event_id IS NOT NULL THEN a.started_at END";

const list = {
  ...tenantStatement(
    "list_change_actions",
    `SELECT * FROM (
       SELECT a.id, a.key, a.document, a.action, a.because, a.changes, a.issues, a.warnings, a.wave, a.event_id,
         ${STATE_OF} AS state,
         CASE WHEN a.state = 'open' THEN COALESCE(e.attempt, 0) ELSE a.attempts END AS attempts,
         CASE WHEN a.state = 'open' AND r.pending_event_id = a.event_id THEN r.error ELSE a.error END AS error,
         CASE WHEN a.state = 'failed' THEN ${errorKind("r", "a.error")} END AS error_kind,
         ${STARTED_AT} AS started_at,
         a.settled_at
       FROM change_actions a JOIN changes c ON c.id = a.change_id
         LEFT JOIN events e ON e.organization_id = $1 AND e.id = a.event_id
         LEFT JOIN LATERAL (${resourceByKey("a.key")}) AS r ON true
       WHERE a.organization_id = $1 AND a.change_id = $2 AND (a.wave, a.id) > ($3::int, $4::uuid)
         AND ($5::int IS NULL OR (a.wave, a.id) <= ($5::int, $6::uuid))
         AND ($7::text IS NULL OR a.action = $7)
     ) AS found WHERE ($8::text IS NULL OR found.state = $8) ORDER BY wave, id LIMIT $9`,
  ),
  planEachTime: true as const,
};

/** A place in the order of a change's actions. */
export interface ActionPlace {
  wave: number;
  id: string;
}

const FIRST: ActionPlace = { wave: -1, id: "00000000-0000-0000-0000-000000000000" };

/** Actions of a change by wave and id. */
export function listActions(
  tenant: Tenant,
  changeId: string,
  filter: { action?: string | undefined; state?: string | undefined },
  { after = FIRST, until, limit }: { after?: ActionPlace | undefined; until?: ActionPlace | undefined; limit: number },
): Promise<ActionRow[]> {
  const range = [after.wave, after.id, until?.wave ?? null, until?.id ?? null];
  return tenant.query<ActionRow>(list, changeId, ...range, filter.action ?? null, filter.state ?? null, limit);
}

/** An open action with what its resource waits for. */
export interface OpenAction {
  key: string;
  action: string;
  /** An event carries it out; otherwise it awaits the decision of a mark. */
  has_event: boolean;
  /** Null if the resource is gone. */
  lifecycle_state: LifecycleState | null;
  stale: boolean;
  deleting: boolean;
  /** A worker or a delay leads on: it is with a provider, or between two attempts, and waits for nothing else. */
  is_running: boolean;
  /** Nothing of it is handed over before it is resumed. */
  paused: boolean;
  /** Keys of dependencies, or of what a deletion waits for, that are not ready. */
  waits_for: string[] | null;
}

const open = tenantStatement(
  "open_change_actions",
  `SELECT a.key, a.action, a.event_id IS NOT NULL AS has_event, r.lifecycle_state, r.stale_since IS NOT NULL AS stale, r.deleting_since IS NOT NULL AS deleting,
     COALESCE(r.paused AND NOT ${inState("r", isProcessing)}, false) AS paused,
     COALESCE(${inState("r", isProcessing)} OR (${inState("r", isPending)} AND NOT r.paused AND e.attempt > 0 AND w.waits_for IS NULL), false) AS is_running,
     w.waits_for
   FROM change_actions a
     LEFT JOIN LATERAL (${resourceByKey("a.key")}) AS r ON true
     LEFT JOIN events e ON e.organization_id = $1 AND e.id = r.pending_event_id
     CROSS JOIN LATERAL (SELECT CASE WHEN r.deleting_since IS NULL THEN (
       SELECT array_agg(d.to_key) FROM edges d LEFT JOIN LATERAL (${resourceByKey("d.to_key")}) AS t ON true
       WHERE d.organization_id = $1 AND d.from_key = a.key AND d.kind = 'dependency'
         AND (${blocksDependents("t")} OR ${usesConnectionOfAnother("r", "d.to_key")})
     ) ELSE (
       SELECT array_agg(d.from_key) FROM edges d CROSS JOIN LATERAL (${resourceByKey("d.from_key")}) AS t
       WHERE d.organization_id = $1 AND d.to_key = a.key
         AND CASE WHEN d.kind = 'running' THEN ${inState("t", (state) => !isReady(state))} ELSE t.deleting_since IS NOT NULL END
     ) END AS waits_for) AS w
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state = 'open'`,
);

/** The open actions of a change. */
export function findOpenActions(tenant: Tenant, changeId: string): Promise<OpenAction[]> {
  return tenant.query<OpenAction>(open, changeId);
}

const anyOpen = tenantStatement(
  "is_change_running",
  `SELECT EXISTS (
     SELECT 1 FROM change_actions a CROSS JOIN LATERAL (${resourceByKey("a.key")}) AS r
     WHERE a.organization_id = $1 AND a.change_id = $2 AND a.state = 'open' AND ${inState("r", isProcessing)}
       AND (a.event_id = r.pending_event_id OR r.stale_since IS NOT NULL)
   ) AS running`,
);

/** Whether any action of a change is with a provider right now: then it cannot be settled. */
export async function isChangeRunning(tenant: Tenant, changeId: string): Promise<boolean> {
  return (await tenant.queryOne<{ running: boolean }>(anyOpen, changeId))?.running === true;
}

/** Something that an action waits for. */
export interface BlockerRow {
  key: string;
  /** Null if it does not exist. */
  id: string | null;
  lifecycle_state: LifecycleState | null;
  stale: boolean;
  paused: boolean;
  /** Outcome of its own action in the change; null if it has none. */
  outcome: "open" | "succeeded" | "failed" | "superseded" | null;
}

const blockers = tenantStatement(
  "change_blockers",
  `SELECT k.key, r.id, r.lifecycle_state, r.stale_since IS NOT NULL AS stale, COALESCE(r.paused, false) AS paused, a.state AS outcome FROM unnest($3::text[]) AS k(key)
     LEFT JOIN LATERAL (${resourceByKey("k.key")}) AS r ON true
     LEFT JOIN change_actions a ON a.organization_id = $1 AND a.change_id = $2 AND a.key = k.key AND a.action <> 'refuse'`,
);

/** Blockers of a change's actions, and their own part in the change. */
export function findBlockers(tenant: Tenant, changeId: string, keys: readonly string[]): Promise<BlockerRow[]> {
  return tenant.query<BlockerRow>(blockers, changeId, keys);
}

const close = tenantStatement(
  "close_change_actions",
  `UPDATE change_actions a SET state = b.state, error = b.error, settled_at = now(),
     changes = CASE WHEN b.state = 'succeeded' THEN ${CHECKED_CHANGES} ELSE a.changes END
   FROM unnest($3::text[], $4::text[], $5::text[]) AS b(key, state, error)
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.key = b.key AND a.action <> 'refuse' AND ${isOpenAction("a")}`,
);

/** Ends actions that no event ends. */
export async function closeActions(
  tenant: Tenant,
  changeId: string,
  actions: readonly { key: string; state: "succeeded" | "failed" | "superseded"; error: string | null }[],
): Promise<void> {
  if (actions.length === 0) return;
  await tenant.query(
    close,
    changeId,
    actions.map(({ key }) => key),
    actions.map(({ state }) => state),
    actions.map(({ error }) => error) as never,
  );
}

/** A resource that a change touched itself, as it was before. */
export interface SnapshotRow {
  key: string;
  action: string;
  snapshot: string | null;
}

/** Each may have a megabyte. */
const SNAPSHOTS_AT_ONCE = 20;

const snapshots = tenantStatement(
  "change_snapshots",
  `SELECT a.wave, a.id, a.key, a.action, a.snapshot FROM change_actions a
   WHERE a.organization_id = $1 AND a.change_id = $2 AND a.action NOT IN ('follow', 'refuse')
     AND ($3::text[] IS NULL OR a.key = ANY($3)) AND (a.wave, a.id) > ($4::int, $5::uuid)
   ORDER BY a.wave, a.id LIMIT ${SNAPSHOTS_AT_ONCE}`,
);

/**
 * The snapshots of a change's own actions, by wave, a few at a time: all of them may take gigabytes.
 * @param keys of the resources that are wanted; all by default
 */
export async function* readSnapshots(
  tenant: Tenant,
  changeId: string,
  keys: readonly string[] | null = null,
): AsyncGenerator<SnapshotRow> {
  let place = FIRST;
  for (;;) {
    const rows = await tenant.query<SnapshotRow & ActionPlace>(snapshots, changeId, keys, place.wave, place.id);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SNAPSHOTS_AT_ONCE) return;
    place = last;
  }
}
