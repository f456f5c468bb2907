import { isDraft } from "@pragma/contract";
import type { Effects, OutgoingEdges, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { jsonEqual } from "@pragma/language";
import { enter, queue } from "../states/enter.ts";
import type { LifecycleRow } from "../states/states.ts";
import { type AuditedBy, type Change, historyEntry } from "../states/transition.ts";
import type { ApplyVerdict } from "./decide-apply.ts";

/** What an apply writes, whatever state the resource is in. */
export interface ApplyFacts {
  by: AuditedBy;
  /** JSON of who applies it, with their rights: sub-resources are applied in that name. */
  appliedBy: string;
  /** Config, dependencies and metadata, as far as they differ. */
  content: ResourcePatch;
  /** JSON of what differs, for the history. */
  changes: string;
  /** The generation that is wanted from now on. */
  generation: number;
  /** Of the event that the apply queues, if it does. */
  newEventId: string;
  edges: { before: OutgoingEdges; after: OutgoingEdges };
}

type Existing = LifecycleRow & Pick<ResourceRow, "id">;

/** Creates a resource, changes it, or saves what is about it, as the verdict says. */
export function apply(existing: Existing | undefined, verdict: ApplyVerdict, facts: ApplyFacts): Change {
  const { by, generation, newEventId } = facts;
  const queues = verdict.kind === "queue";
  const patch = { ...facts.content, ...statePatch(existing, verdict, facts) };
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
  };
  // What is there goes on serving its dependents, also where it had failed or was stale: nothing keeps them waiting.
  if (verdict.kind === "stage" && existing?.provisioned) effects.wakeDependents = true;
  if (queues) {
    effects.reconcileAt = "now";
    effects.newEvent = {
      id: newEventId,
      eventType: verdict.eventType,
      generation,
      previousConfig: existing?.applied_config ?? null,
      correlationId: by.correlationId,
      actor: by.actor,
    };
    const join = joining(existing, verdict, effects, facts);
    if (join) effects.join = join;
  }
  return { patch, effects };
}

function statePatch(existing: Existing | undefined, verdict: ApplyVerdict, facts: ApplyFacts): ResourcePatch {
  if (verdict.kind === "metadata") return {};
  const applied_by = facts.appliedBy;
  if (verdict.kind === "stage") return enter(existing, "draft", { applied_by });
  const withdrawn = verdict.withdrawsDeletion ? { deleting_since: null } : {};
  return { ...queue(existing, facts.newEventId), applied_by, ...withdrawn };
}

function historyType(verdict: ApplyVerdict, existing: Existing | undefined): string {
  if (verdict.kind === "metadata") return "METADATA";
  return existing ? "UPDATE" : "CREATE";
}

/**
 * Outgoing edges are written where they change. New owners are looked at: what is being deleted already, and has drawn
 * what it takes along, would leave it behind. Where a deletion is withdrawn they are checked anew, since what is being
 * deleted waits for others than what is not; and whoever waited for that deletion has something to look at.
 */
function edgeEffects(verdict: ApplyVerdict, { edges: { before, after } }: ApplyFacts): Effects {
  const withdraws = verdict.kind === "queue" && verdict.withdrawsDeletion;
  return {
    ...(withdraws || !jsonEqual({ ...before }, { ...after }) ? { edges: after } : {}),
    ...(jsonEqual(before.owners, after.owners) ? {} : { newOwners: after.owners }),
    ...(withdraws ? { wakeDeletions: [...before.dependencies, ...before.owners, ...before.running] } : {}),
  };
}

/**
 * What was left alone when its dependencies were marked stale, or did not depend on them, is marked when it waits again:
 * whatever is below a mark has one (docs/adr/0018). That concerns only those whose values others may use already.
 */
function joining(
  existing: Existing | undefined,
  { withdrawsDeletion }: Extract<ApplyVerdict, { kind: "queue" }>,
  effects: Effects,
  { by: { actor, correlationId }, edges: { after } }: ApplyFacts,
): Effects["join"] {
  if (!existing?.provisioned || existing.stale_since !== null) return undefined;
  if (!isDraft(existing.lifecycle_state) && !withdrawsDeletion && !effects.edges) return undefined;
  const { dependencies } = after;
  return dependencies.length === 0 ? undefined : { dependencies, actor, correlationId };
}
