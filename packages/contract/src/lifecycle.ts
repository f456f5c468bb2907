import { z } from "zod";

/** The five states of a resource, and every question code may ask about them: contract section 4. */
export const LIFECYCLE_STATES = ["draft", "pending", "processing", "ready", "failed"] as const;

export const lifecycleStateSchema = z.enum(LIFECYCLE_STATES).meta({
  id: "LifecycleState",
  description: "draft: stored; pending: waits; processing: with its provider; ready: succeeded; failed: see error",
});
export type LifecycleState = z.infer<typeof lifecycleStateSchema>;

/** What a client may ask for. The other states are reached by the system alone. */
export const REQUESTABLE_STATES = ["draft", "pending"] as const;
export const requestableStateSchema = z
  .enum(REQUESTABLE_STATES)
  .describe("draft stores without processing (default); pending validates and queues");
export type RequestableState = z.infer<typeof requestableStateSchema>;

/** Committed to an event whose result is awaited: config must not change. */
export function isInFlight(state: LifecycleState): boolean {
  return state === "pending" || state === "processing";
}

/** A worker handed its event to the provider. */
export function isProcessing(state: LifecycleState): boolean {
  return state === "processing";
}

/** Nothing is under way: the state stays until someone acts or an input changes. */
export function isSettled(state: LifecycleState): boolean {
  return !isInFlight(state);
}

/** An apply with another config is allowed. */
export function acceptsNewConfig(state: LifecycleState): boolean {
  return isSettled(state);
}

/** `POST /resources/{id}/cancel` is allowed. */
export function isCancellable(state: LifecycleState): boolean {
  return isInFlight(state);
}

/** Its dead letter may be retried. */
export function isRetryable(state: LifecycleState): boolean {
  return state === "failed";
}

/** The last event succeeded and no change is staged. */
export function isReady(state: LifecycleState): boolean {
  return state === "ready";
}

/** Its config may be read by dependents: ready, or a staged draft of something that exists already. */
export function satisfiesDependents(state: LifecycleState, provisioned: boolean): boolean {
  return state === "ready" || (state === "draft" && provisioned);
}
