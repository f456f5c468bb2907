import type { LifecycleState } from "@pragma/contract";
import type { GoingRow, ReconcileRow } from "@pragma/db/queries";
import type { LifecycleRow, ReturnsTo } from "../index.ts";
import type { AuditedBy } from "../states/transition.ts";

/** The columns of a resource that the transitions read, without a database. */
export type ModelRow = LifecycleRow &
  Pick<
    ReconcileRow,
    "id" | "key" | "version" | "config" | "applied_by" | "deletion_protected" | "ending_event_id" | "owns" | "change_id"
  > &
  Pick<
    ReconcileRow,
    "dependencies" | "explicit_dependencies" | "connection" | "sealed_whole" | "handling" | "paused" | "repair"
  > &
  Pick<ReconcileRow, "event_type" | "event_generation" | "event_payload" | "event_previous_config" | "event_attempt"> &
  Pick<ReconcileRow, "event_early" | "event_correlation_id" | "event_actor" | "event_traceparent" | "event_change_id">;

export const BY: AuditedBy = {
  actor: '{"type":"user","id":"ann"}',
  correlationId: "request",
  traceparent: null,
  changeId: null,
  audit: {
    actor: "{}",
    action: "test",
    target: "test",
    outcome: "success",
    correlationId: "request",
    details: "{}",
  },
};

/** A resource that has not been asked for anything yet. */
export const BLANK: ModelRow = {
  id: "resource:test_item_a",
  key: "test/item/a",
  version: "1",
  config: "{}",
  dependencies: "[]",
  explicit_dependencies: 0,
  connection: null,
  sealed_whole: false,
  handling: null,
  paused: false,
  repair: false,
  applied_by: "{}",
  deletion_protected: false,
  ending_event_id: null,
  owns: false,
  change_id: null,
  lifecycle_state: "draft",
  pending_event_id: null,
  error: null,
  error_facts: null,
  stale_since: null,
  deleting_since: null,
  resolved_config: null,
  handed_config: null,
  applied_config: null,
  outputs: null,
  running_dependencies: null,
  succeeded_config: null,
  returns_to: null,
  next_draft: null,
  provisioned: false,
  generation: 1,
  observed_generation: 0,
  discarded_generation: null,
  event_type: null,
  event_generation: null,
  event_payload: null,
  event_previous_config: null,
  event_attempt: null,
  event_early: false,
  event_correlation_id: null,
  event_actor: null,
  event_traceparent: null,
  event_change_id: null,
};

const EXISTS = {
  provisioned: true,
  resolved_config: "{}",
  handed_config: "{}",
  applied_config: "{}",
  outputs: "{}",
  observed_generation: 1,
} satisfies Partial<ModelRow>;

function kept(before?: ReturnsTo["before"]): Pick<ModelRow, "succeeded_config" | "returns_to"> {
  const returnsTo: ReturnsTo = { dependencies: "[]", explicit_dependencies: 0, sealed_whole: false, generation: 1 };
  return { succeeded_config: "{}", returns_to: JSON.stringify({ ...returnsTo, ...(before && { before }) }) };
}

const STALE = { stale_since: "then" };

function awaiting(event_type: "CREATE" | "UPDATE" | "DELETE", more: Partial<ModelRow> = {}): Partial<ModelRow> {
  return { pending_event_id: "event", event_type, event_generation: 1, event_attempt: 0, ...more };
}

const attempted = { event_attempt: 1, event_payload: "{}", handed_config: "{}", resolved_config: "{}" };

/** Every standing of a resource that the transitions tell apart. */
export const STANDINGS = {
  draft: {},
  "provisioned draft": { ...EXISTS, resolved_config: null, generation: 2 },
  "draft of what was ready": {
    ...EXISTS,
    resolved_config: null,
    generation: 2,
    ...kept({ lifecycle_state: "ready", error: null, error_facts: null }),
  },
  "draft of what had failed": {
    ...EXISTS,
    resolved_config: null,
    generation: 3,
    observed_generation: 2,
    ...kept({ lifecycle_state: "failed", error: "no", error_facts: "{}" }),
  },
  pending: { lifecycle_state: "pending", ...awaiting("CREATE") },
  "pending between attempts": { lifecycle_state: "pending", ...awaiting("CREATE", attempted), error: "no" },
  "pending and stale": { lifecycle_state: "pending", ...EXISTS, ...awaiting("UPDATE"), ...STALE },
  "pending deletion": { lifecycle_state: "pending", ...EXISTS, ...awaiting("DELETE"), deleting_since: "then" },
  processing: { lifecycle_state: "processing", ...awaiting("CREATE", attempted) },
  "processing and stale": { lifecycle_state: "processing", ...EXISTS, ...awaiting("UPDATE", attempted), ...STALE },
  "processing deletion": {
    lifecycle_state: "processing",
    ...EXISTS,
    ...awaiting("DELETE", attempted),
    deleting_since: "then",
  },
  ready: { lifecycle_state: "ready", ...EXISTS },
  "ready and stale": { lifecycle_state: "ready", ...EXISTS, ...STALE },
  failed: { lifecycle_state: "failed", error: "no", observed_generation: 1 },
  "provisioned and failed": { lifecycle_state: "failed", ...EXISTS, error: "no", error_facts: "{}" },
  "failed with another config": {
    lifecycle_state: "failed",
    ...EXISTS,
    error: "no",
    generation: 2,
    observed_generation: 2,
    ...kept(),
  },
  "failed and stale": { lifecycle_state: "failed", ...EXISTS, error: "no", ...STALE },
  "failed deletion": { lifecycle_state: "failed", ...EXISTS, error: "no", deleting_since: "then" },
} as const satisfies Record<string, Partial<ModelRow> & { lifecycle_state?: LifecycleState }>;

export type StandingName = keyof typeof STANDINGS;

/** A row with that standing. */
export function rowAt(standing: StandingName): ModelRow {
  return { ...BLANK, ...STANDINGS[standing] };
}

/** The row as a worker's functions read it, without the columns that they do not use. */
export function asReconcileRow(row: ModelRow): ReconcileRow {
  return row as unknown as ReconcileRow;
}

/** The part of the row that a deletion reads. */
export function asGoingRow(row: ModelRow): GoingRow {
  return { ...row, was_handed_over: row.handed_config !== null, leaves_thing: false };
}

/** The row after a transition's columns are written. */
export function patched<Row extends ModelRow>(row: Row, patch: object): Row {
  return { ...row, ...patch };
}
