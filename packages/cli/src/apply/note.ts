import { asksToProcess, isDraft, isFailed, isProcessing, isReady } from "@pragma/contract/lifecycle";
import type { Resource } from "@pragma/sdk";
import { EXIT } from "../errors/exit-codes.ts";
import type { Entry } from "./entry.ts";

/** Notes what a resource is now. */
export function note(entry: Entry, resource: Resource): void {
  const { lifecycle_state: state, conditions } = resource;
  const wantsDraft = !asksToProcess(entry.document.input.lifecycle_state);
  const stale = conditions.some(({ type, status }) => type === "Stale" && status === "True");
  if (entry.change === "unchanged" && entry.before !== null && readySince(entry.before) !== readySince(resource))
    entry.change = "followed";
  const settled = (isReady(state) && !stale) || isDraft(state) || wantsDraft;
  const failed = isFailed(state) && !wantsDraft;
  const held = !settled && !failed && !isProcessing(state) && isBelowFailure(resource);
  Object.assign(entry, {
    state,
    stale,
    done: settled || failed || held,
    reason: settled ? null : reasonOf(resource),
    exitCode: failed || held ? EXIT.failed : null,
  });
}

/** When it became ready or not ready: that changes whenever it is processed. */
function readySince({ conditions }: Resource): string | undefined {
  return conditions.find(({ type }) => type === "Ready")?.last_transition_time;
}

/** A failed resource stays failed until somebody fixes it, and its dependents stay blocked. */
function isBelowFailure({ conditions }: Resource): boolean {
  return conditions.some(({ reason }) => reason === "DependencyFailed");
}

/** Whether it depends on something that nothing declares, or on a type that no provider serves. */
export function isMissing({ conditions }: Resource): boolean {
  return conditions.some(({ reason }) => reason === "DependencyAbsent" || reason === "TypeUnknown");
}

/** Why a resource is not ready; null if unknown. */
export function reasonOf({ error, conditions }: Resource): string | null {
  const held = conditions.find(({ type, status }) => type === "Stale" && status === "True");
  const blocked = conditions.find(({ type, status }) => type === "DependenciesReady" && status === "False");
  // The stale mark also says what blocks it.
  return [error, (held ?? blocked)?.message].filter(Boolean).join("; ") || null;
}
