import { isDraft, isPending, isReady } from "@pragma/contract";
import type { Effects, OutgoingEdges, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { jsonEqual } from "@pragma/language";
import { DomainError } from "../../../foundation/common/errors.ts";
import { enter } from "../states/enter.ts";
import { nextGeneration } from "../states/next-generation.ts";
import { type ReturnsTo, readReturnsTo } from "../states/returns-to.ts";
import type { LifecycleRow } from "../states/states.ts";
import {
  type AuditedBy,
  applyEventType,
  type Change,
  historyEntry,
  repairsAsBefore,
  touchedBy,
} from "../states/transition.ts";

type Row = LifecycleRow & Pick<ResourceRow, "id" | "change_id" | "connection">;

/** The standing to which a discarded draft returns. */
export interface Discarded extends Required<ReturnsTo> {
  /** JSON, as written. */
  config: string;
}

/**
 * The standing to which a staged draft returns.
 * @throws DomainError not_discardable for what is not a draft, was never ready, or was staged by a release that kept nothing
 */
export function whatReturns(row: Pick<Row, "id" | "lifecycle_state" | "succeeded_config" | "returns_to">): Discarded {
  if (!isDraft(row.lifecycle_state)) throw notDiscardable(row, `is ${row.lifecycle_state}: no change of it is staged`);
  const kept = readReturnsTo(row);
  if (!kept?.before || row.succeeded_config === null) {
    throw notDiscardable(row, "has no earlier config to return to: delete it, or apply another one");
  }
  return { ...kept, connection: kept.connection ?? null, before: kept.before, config: row.succeeded_config };
}

function notDiscardable(row: Pick<Row, "id" | "lifecycle_state">, why: string): DomainError {
  return new DomainError("not_discardable", `${row.id} ${why}`, {
    resource_id: row.id,
    current_state: row.lifecycle_state,
  });
}

export interface DiscardFacts {
  by: AuditedBy;
  /** JSON of who discards it, with their rights. */
  appliedBy: string;
  returns: Discarded;
  /** JSON of the differences, for the history. */
  changes: string;
  /** Id of the event that sends the config once more, if another may have reached the provider since. */
  newEventId: string;
  edges: { before: OutgoingEdges; after: OutgoingEdges };
}

/**
 * Discards a staged draft: the config that last succeeded is wanted again, in the state before the draft. A draft ignores
 * changes of its inputs, so what was ready is marked stale, and decided as after any other change of them; what had failed
 * waits for a person, as before. If the provider may have received another config since, it gets the one that succeeded once more.
 */
export function discard(row: Row, { by, appliedBy, returns, changes, newEventId, edges }: DiscardFacts): Change {
  const { before, config, dependencies, explicit_dependencies, connection, sealed_whole } = returns;
  const state = before.lifecycle_state;
  const needs = edges.after.dependencies;
  const isStale = isReady(state) && needs.length > 0;
  const generation = generationAfter(row, returns);
  const eventId = isPending(state) ? newEventId : null;
  const { actor, correlationId, changeId } = by;
  const patch: ResourcePatch = enter(row, state, {
    config,
    dependencies,
    explicit_dependencies,
    ...(connection === row.connection ? {} : { connection }),
    sealed_whole,
    generation,
    discarded_generation: row.generation,
    error: before.error,
    error_facts: before.error_facts,
    applied_by: appliedBy,
    succeeded_config: null,
    returns_to: null,
    ...(isReady(state) ? { resolved_config: row.applied_config, observed_generation: generation } : {}),
    ...(eventId === null ? {} : { pending_event_id: eventId }),
    // By the database's clock, as everywhere.
    ...(isStale ? { stale_since: "now" } : {}),
  });
  const places = { eventType: "DISCARD", fromState: row.lifecycle_state, toState: state, generation, eventId };
  const effects: Effects = {
    history: [historyEntry(by, places, { changes })],
    audit: by.audit,
    ...(jsonEqual({ ...edges.before }, { ...edges.after }) ? {} : { edges: edges.after }),
    ...(isStale ? { spread: { spared: [], actor, correlationId, changeId }, reconcileIfStale: true } : {}),
    ...(isStale || needs.length === 0 ? {} : { join: { dependencies: needs, actor, correlationId, changeId } }),
  };
  if (eventId !== null) {
    effects.reconcileAt = "now";
    effects.newEvent = {
      id: eventId,
      eventType: applyEventType(row),
      generation,
      previousConfig: row.applied_config,
      correlationId,
      actor,
      traceparent: by.traceparent,
      changeId,
      repairs: repairsAsBefore(row),
    };
  }
  return { patch: { ...patch, ...touchedBy(row, by) }, effects };
}

/** That of the config, if its result was the last; what has failed since was another generation's. */
function generationAfter(row: Row, { generation }: ReturnsTo): number {
  return generation === row.observed_generation ? generation : nextGeneration(row);
}
