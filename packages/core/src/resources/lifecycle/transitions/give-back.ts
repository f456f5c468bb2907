import { isPending, isReady, type LifecycleState } from "@pragma/contract";
import type { Effects, OutgoingEdges, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { jsonEqual } from "@pragma/language";
import { enter } from "../states/enter.ts";
import { isLeaving, isMarked } from "../states/standing.ts";
import type { LifecycleRow } from "../states/states.ts";
import {
  applyEventType,
  type By,
  type Change,
  historyEntry,
  repairsAsBefore,
  superseded,
} from "../states/transition.ts";

/** A resource before a change wrote what no provider has seen yet. */
export interface Before {
  lifecycle_state: LifecycleState;
  error: string | null;
  error_facts: string | null;
  generation: number;
  observed_generation: number;
  /** Its deletion had failed. */
  deleting_since: string | null;
  /** JSON, as all below. */
  config: string;
  dependencies: string;
  explicit_dependencies: number;
  /** Key of its connection; absent if an earlier release kept it. */
  connection?: string | null;
  sealed_whole: boolean;
  returns_to: string | null;
  next_draft: string | null;
}

type Row = LifecycleRow & Pick<ResourceRow, "dependencies" | "owner_references" | "next_draft" | "connection">;

export interface GiveBackFacts {
  by: By;
  before: Before;
  /** The fate of the action, and why. */
  error: string;
  /** JSON of the differences, for the history. */
  changes: string;
  /** Id of the event that it awaits again, if it awaited one before. */
  newEventId: string;
  edges: { before: OutgoingEdges; after: OutgoingEdges };
}

/**
 * Takes back what a change wanted of a resource, and what was never begun: config, dependencies and state are those of before, and
 * a deletion is withdrawn. What it uses may have changed since, so what was ready is decided once more, as part of no change.
 * Metadata stay.
 */
export function giveBack(row: Row, { by, before, error, changes, newEventId, edges }: GiveBackFacts): Change {
  const { lifecycle_state: state, generation } = before;
  const eventId = isPending(state) ? newEventId : null;
  const isStale = isReady(state) && edges.after.dependencies.length > 0;
  const places = { eventType: "END", fromState: row.lifecycle_state, toState: state, generation, eventId };
  const effects: Effects = {
    history: [historyEntry(by, places, { error, changes })],
    ...superseded(row),
    action: { eventId: row.pending_event_id, marked: isMarked(row), state: "failed", error },
    ...edgesBack(row, edges),
    ...(isStale ? { spread: spreadBy(by), reconcileIfStale: true } : { wakeDependents: true }),
  };
  if (eventId !== null) {
    const { actor, correlationId, traceparent } = by;
    effects.reconcileAt = "now";
    effects.newEvent = {
      id: eventId,
      eventType: applyEventType(row),
      generation,
      previousConfig: row.applied_config,
      correlationId,
      actor,
      traceparent,
      changeId: null,
      repairs: repairsAsBefore(row),
    };
  }
  return { patch: columnsBefore(row, before, { eventId, isStale }), effects };
}

function columnsBefore(
  row: Row,
  before: Before,
  { eventId, isStale }: { eventId: string | null; isStale: boolean },
): ResourcePatch {
  const {
    lifecycle_state: state,
    error,
    error_facts,
    generation,
    observed_generation,
    returns_to,
    next_draft,
  } = before;
  const { config, dependencies, explicit_dependencies, connection = null, sealed_whole } = before;
  return enter(row, state, {
    error,
    error_facts,
    generation,
    observed_generation,
    config,
    dependencies,
    explicit_dependencies,
    ...(connection === row.connection ? {} : { connection }),
    sealed_whole,
    ...(before.deleting_since === row.deleting_since ? {} : { deleting_since: before.deleting_since }),
    returns_to,
    ...(next_draft === row.next_draft ? {} : { next_draft }),
    ...(returns_to === null ? { succeeded_config: null } : {}),
    ...(generation === row.generation ? {} : { discarded_generation: row.generation }),
    ...(eventId === null ? {} : { pending_event_id: eventId }),
    ...(isReady(state) ? { resolved_config: row.applied_config } : {}),
    // By the database's clock, as everywhere.
    ...(isStale ? { stale_since: "now" } : {}),
  });
}

/** A resource that was being deleted waited for others than its edges lead to: they are checked, and its deletions woken. */
function edgesBack(row: Row, { before, after }: GiveBackFacts["edges"]): Effects {
  const isSame = jsonEqual({ ...before }, { ...after });
  return {
    ...(isLeaving(row) || !isSame ? { edges: after } : {}),
    ...(isLeaving(row) ? { wakeDeletions: [...before.dependencies, ...before.owners, ...before.running] } : {}),
  };
}

function spreadBy({ actor, correlationId }: By): NonNullable<Effects["spread"]> {
  return { spared: [], actor, correlationId, changeId: null };
}
