/**
 * The five states of a resource, and every predicate that code may use on them: contract section 4. No other code
 * compares states (tooling/lint): a rule that is written twice drifts apart. The CLI bundles this file, so it imports
 * nothing.
 */
export const LIFECYCLE_STATES = ["draft", "pending", "processing", "ready", "failed"] as const;
export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

/** The order in which lists show them: what needs attention first. */
export const STATES_BY_URGENCY = [
  "failed",
  "processing",
  "pending",
  "draft",
  "ready",
] as const satisfies LifecycleState[];

/** The states that a client may request. Only the system sets the others. */
export const REQUESTABLE_STATES = ["draft", "pending"] as const;
export type RequestableState = (typeof REQUESTABLE_STATES)[number];

/** An apply that requests this wants its resource processed; otherwise the config is only stored. */
export function asksToProcess(requested: RequestableState | null | undefined): boolean {
  return requested === "pending";
}

/** Stored but not processed: a new config that nobody has asked to process yet. */
export function isDraft(state: LifecycleState): boolean {
  return state === "draft";
}

/** Waits: for its dependencies, its turn, or the next attempt. */
export function isPending(state: LifecycleState): boolean {
  return state === "pending";
}

/** A worker handed its event to the provider. */
export function isProcessing(state: LifecycleState): boolean {
  return state === "processing";
}

/** The last event succeeded and no change is staged. */
export function isReady(state: LifecycleState): boolean {
  return state === "ready";
}

/** The last event failed for good, or was cancelled. */
export function isFailed(state: LifecycleState): boolean {
  return state === "failed";
}

/** Committed to an event whose result is awaited: its config must not change. */
export function isInFlight(state: LifecycleState): boolean {
  return isPending(state) || isProcessing(state);
}

/** Nothing is under way: the state stays until somebody acts or an input changes. */
export function isSettled(state: LifecycleState): boolean {
  return !isInFlight(state);
}

/** The state in which an event ended, successfully or not. */
export function isConcluded(state: LifecycleState): boolean {
  return isReady(state) || isFailed(state);
}

/** `POST /resources/{id}/cancel` is allowed. */
export function isCancellable(state: LifecycleState): boolean {
  return isInFlight(state);
}

/** An attempt failed, and the resource waits for the next one. @param error of the last attempt, if one failed */
export function isBetweenAttempts(state: LifecycleState, error: string | null): boolean {
  return isPending(state) && error !== null;
}

/** Its dead letter may be retried. */
export function isRetryable(state: LifecycleState): boolean {
  return isFailed(state);
}

/** It ignores changes of values that it uses until its next apply: propagation never starts a draft. */
export function ignoresInputs(state: LifecycleState): boolean {
  return isDraft(state);
}

/** Dependents may read its config: it is ready, or a staged draft of something that exists already. */
export function satisfiesDependents(state: LifecycleState, provisioned: boolean): boolean {
  return isReady(state) || (isDraft(state) && provisioned);
}
