import { type ApplyInput, type Json, resourceId } from "@pragma/contract";
import type { Effects, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { type Change, jsonEqual, maskJson } from "@pragma/language";
import { v7 as uuidv7 } from "uuid";
import type { RequestContext } from "../caller.ts";
import { auditRecord } from "./actor.ts";
import type { ApplyVerdict } from "./decide-apply.ts";
import type { DesiredState } from "./desired-state.ts";
import { changeKeptFields } from "./kept-fields.ts";
import { keptRunning } from "./running-dependencies.ts";

/** A change of a resource, and all that is written with it. */
export interface ApplyPlan {
  patch: ResourcePatch;
  effects: Effects;
}

/** What an apply starts from and what was decided about it. */
export interface ApplyDecision {
  input: ApplyInput;
  existing: ResourceRow | undefined;
  desired: DesiredState;
  verdict: ApplyVerdict;
  /** Config or dependencies differ from the row. */
  changed: boolean;
  configChanges: readonly Change[];
}

/**
 * Turns the decision on an apply into what is written.
 * @returns undefined if nothing differs
 */
export function planApply(context: RequestContext, decision: ApplyDecision): ApplyPlan | undefined {
  const { input, existing, desired, verdict, changed, configChanges } = decision;
  const { patch, changes: metadataChanges } = changeKeptFields(input, existing);
  const resealed = existing !== undefined && !changed && !sameSeals(existing, desired);
  if (verdict.kind === "metadata" && existing && Object.keys(patch).length === 0 && !resealed) return undefined;

  const changes: Change[] = [...configChanges, ...metadataChanges];
  const generation = (existing?.generation ?? 0) + (changed ? 1 : 0);
  const toState = nextState(verdict, existing);
  const eventId = verdict.kind === "queue" ? uuidv7() : null;
  if (changed || resealed) Object.assign(patch, configPatch(desired, existing));
  if (changed) {
    patch.dependencies = JSON.stringify(desired.dependencies);
    patch.explicit_dependencies = desired.explicitDependencies;
    patch.generation = generation;
    patch.resolved_config = null;
    // What the last configs were handed over with goes on being used until an update has succeeded.
    const running = existing ? keptRunning(existing) : null;
    if (running) patch.running_dependencies = running;
  }
  const effects: Effects = {
    history: [
      {
        eventType: historyType(verdict, existing),
        fromState: existing?.lifecycle_state ?? null,
        toState,
        generation,
        changes: JSON.stringify(changes),
        actor: JSON.stringify(context.actor),
        correlationId: context.correlationId,
        eventId: eventId ?? existing?.pending_event_id ?? null,
      },
    ],
    audit: auditRecord(context, "resource.apply", existing?.id ?? resourceId(input), {
      change: verdict.kind === "queue" ? verdict.eventType : verdict.kind,
      generation,
    }),
  };
  if (verdict.kind !== "metadata") enterState(context, patch, effects, toState, existing);
  if (verdict.kind === "queue" && eventId !== null) {
    patch.pending_event_id = eventId;
    if (verdict.withdrawsDeletion) patch.deleting_since = null;
    effects.reconcileAt = "now";
    effects.newEvent = {
      id: eventId,
      eventType: verdict.eventType,
      generation,
      previousConfig: existing?.applied_config ?? null,
      correlationId: context.correlationId,
      actor: JSON.stringify(context.actor),
    };
  }
  return { patch, effects };
}

function configPatch(
  { sealedConfig, sealedWhole }: DesiredState,
  existing: ResourceRow | undefined,
): Pick<ResourcePatch, "config" | "sealed_whole"> {
  const config = JSON.stringify(sealedConfig);
  return sealedWhole === (existing?.sealed_whole ?? false) ? { config } : { config, sealed_whole: sealedWhole };
}

/** Whether the stored config has the same places sealed: its type may have been unknown, or another, when it was stored. */
function sameSeals(existing: ResourceRow, desired: DesiredState): boolean {
  return jsonEqual(maskJson(JSON.parse(existing.config) as Json), maskJson(desired.sealedConfig));
}

function nextState(verdict: ApplyVerdict, existing: ResourceRow | undefined): ResourceRow["lifecycle_state"] {
  if (verdict.kind === "queue") return "pending";
  return verdict.kind === "stage" || !existing ? "draft" : existing.lifecycle_state;
}

function historyType(verdict: ApplyVerdict, existing: ResourceRow | undefined): string {
  if (verdict.kind === "metadata") return "METADATA";
  return existing ? "UPDATE" : "CREATE";
}

function enterState(
  context: RequestContext,
  patch: ResourcePatch,
  effects: Effects,
  state: ResourceRow["lifecycle_state"],
  existing: ResourceRow | undefined,
): void {
  patch.lifecycle_state = state;
  patch.error = null;
  patch.error_facts = null;
  const { actor, userId, scopes, via } = context;
  patch.applied_by = JSON.stringify({ ...actor, user_id: userId, scopes: [...scopes], ...(via && { via }) });
  if (state === "draft" && existing?.provisioned) {
    // What is there goes on serving its dependents, also where it had failed or was stale: nothing keeps them waiting.
    effects.wakeDependents = true;
  }
  // A staged draft is left alone by propagation.
  if (state === "draft" && existing && existing.stale_since !== null) patch.stale_since = null;
}
