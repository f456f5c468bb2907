import { isDraft } from "@pragma/contract";
import type { Effects, OutgoingEdges, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { jsonEqual } from "@pragma/language";
import { enter, queue } from "../states/enter.ts";
import { type KeepingRow, keepSucceeded } from "../states/returns-to.ts";
import { isMarked } from "../states/standing.ts";
import type { LifecycleRow } from "../states/states.ts";
import {
  type AuditedBy,
  type Change,
  historyEntry,
  mayHaveMade,
  repairsAsBefore,
  superseded,
  takesOver,
  touchedBy,
} from "../states/transition.ts";
import type { ApplyVerdict } from "./decide-apply.ts";

/** Facts that an apply writes, whatever the resource's state. */
export interface ApplyFacts {
  by: AuditedBy;
  /** JSON of who applies it, with their rights: its sub-resources are applied on their behalf. */
  appliedBy: string;
  /** Config, dependencies and metadata, where they differ. */
  content: ResourcePatch;
  /** JSON of the differences, for the history. */
  changes: string;
  /** The generation that is wanted from now on. */
  generation: number;
  /** Id of the event that the apply queues, if it queues one. */
  newEventId: string;
  /** That event repairs: a finding is reverted. */
  repairs?: boolean;
  /** It deletes the old thing first. */
  replaces?: true;
  /** JSON of what its handlers are told ran before, if that is not what last succeeded. */
  previousConfig?: string;
  edges: { before: OutgoingEdges; after: OutgoingEdges };
}

type Existing = LifecycleRow & KeepingRow & Pick<ResourceRow, "id" | "change_id" | "paused">;

/** The error of a revert's action if the draft that it was to stage gives way to another config. */
const DRAFT_GAVE_WAY = "Its draft was not staged: another config was applied first";

/** Creates a resource, changes it, or saves only its metadata, as the verdict says. */
export function apply(existing: Existing | undefined, verdict: ApplyVerdict, facts: ApplyFacts): Change {
  const { by, generation, newEventId } = facts;
  const queues = verdict.kind === "queue";
  // The work on it stays with the changes that it is part of.
  const takes = queues || verdict.kind === "stage";
  const isChanged = facts.content.generation !== undefined;
  const kept = existing && isChanged && takes ? keepSucceeded(existing, { stages: verdict.kind === "stage" }) : {};
  const drops = isChanged && (existing?.next_draft ?? null) !== null;
  const dropped = drops ? { next_draft: null } : {};
  const state = statePatch(existing, verdict, facts);
  const patch = { ...dropped, ...facts.content, ...kept, ...state, ...touchedBy(existing, by) };
  const taken = takes ? takesOver(existing, by) : {};
  const effects: Effects = {
    history: [
      historyEntry(
        by,
        {
          eventType: historyType(verdict, existing),
          fromState: existing?.lifecycle_state ?? null,
          toState: patch.lifecycle_state ?? existing?.lifecycle_state ?? null,
          generation,
          eventId: queues ? newEventId : (existing?.pending_event_id ?? null),
        },
        { changes: facts.changes },
      ),
    ],
    audit: by.audit,
    ...edgeEffects(verdict, facts),
    ...(takes && existing ? { ...superseded(existing), ...taken } : {}),
    ...(existing && !takes ? afterHandling(existing, facts.content) : {}),
    ...(drops && taken.action ? { action: { ...taken.action, error: DRAFT_GAVE_WAY } } : {}),
  };
  // An existing object keeps serving its dependents even if it had failed or was stale: they need not wait any longer.
  if (verdict.kind === "stage" && existing?.provisioned) effects.wakeDependents = true;
  if (queues) {
    effects.reconcileAt = "now";
    effects.newEvent = {
      id: newEventId,
      eventType: verdict.eventType,
      generation,
      previousConfig: facts.previousConfig ?? existing?.applied_config ?? null,
      correlationId: by.correlationId,
      actor: by.actor,
      traceparent: by.traceparent,
      changeId: by.changeId,
      repairs: facts.repairs || repairsAsBefore(existing),
      ...(facts.replaces && { replaces: true }),
      mayExist: mayHaveMade(existing),
    };
    const join = joining(existing, verdict, effects, facts);
    if (join) effects.join = join;
  }
  return { patch, effects };
}

function statePatch(existing: Existing | undefined, verdict: ApplyVerdict, facts: ApplyFacts): ResourcePatch {
  if (verdict.kind === "metadata") return {};
  if (verdict.kind === "record") return { observed_generation: facts.generation };
  const applied_by = facts.appliedBy;
  if (verdict.kind === "stage") return enter(existing, "draft", { applied_by });
  const withdrawn = verdict.withdrawsDeletion ? { deleting_since: null } : {};
  return { ...queue(existing, facts.newEventId), applied_by, ...withdrawn };
}

/** What is paused from now on serves its dependents as it is; what is resumed goes on. */
function afterHandling(existing: Existing, { paused }: ResourcePatch): Effects {
  if (paused === undefined || paused === existing.paused) return {};
  return paused ? { wakeDependents: true } : { reconcileAt: "now" };
}

function historyType(verdict: ApplyVerdict, existing: Existing | undefined): string {
  if (verdict.kind === "metadata") return "METADATA";
  return existing ? "UPDATE" : "CREATE";
}

/**
 * Outgoing edges are written only if they change. New owners are checked: one that is already being deleted has its
 * deletion set fixed, and would leave this resource behind. After a withdrawn deletion the edges are checked again,
 * since a resource being deleted waits for different resources; deletions that waited for this one are woken.
 */
function edgeEffects(verdict: ApplyVerdict, { edges: { before, after } }: ApplyFacts): Effects {
  const withdraws = verdict.kind === "queue" && verdict.withdrawsDeletion;
  return {
    ...(withdraws || !jsonEqual({ ...before }, { ...after }) ? { edges: after } : {}),
    ...(after.owners.length === 0 || jsonEqual(before.owners, after.owners) ? {} : { newOwners: after.owners }),
    ...(withdraws ? { wakeDeletions: [...before.dependencies, ...before.owners, ...before.running] } : {}),
  };
}

/**
 * A resource may have been skipped when its dependencies were marked stale, or may not have depended on them yet. It is
 * marked when it waits again: everything below a mark is marked too (docs/adr/0018). This concerns only resources whose
 * values others may already use.
 */
function joining(
  existing: Existing | undefined,
  { withdrawsDeletion }: Extract<ApplyVerdict, { kind: "queue" }>,
  effects: Effects,
  { by: { actor, correlationId, changeId }, edges: { after } }: ApplyFacts,
): Effects["join"] {
  if (!existing?.provisioned || isMarked(existing)) return undefined;
  if (!isDraft(existing.lifecycle_state) && !withdrawsDeletion && !effects.edges) return undefined;
  const { dependencies } = after;
  return dependencies.length === 0 ? undefined : { dependencies, actor, correlationId, changeId };
}
