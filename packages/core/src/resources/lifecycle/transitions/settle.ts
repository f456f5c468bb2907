import type { DriftStatus } from "@pragma/contract";
import type { Delay, Effects, HistoryEntry, ReconcileRow, ResourceRow } from "@pragma/db/queries";
import { enter } from "../states/enter.ts";
import type { LifecycleRow } from "../states/states.ts";
import { type Change, historyEntry, type Removal } from "../states/transition.ts";
import { type Attempt, deletionHandedOver } from "./hand-over.ts";

/** An event held by a worker, and its resource as it was before the hand-over. */
export interface Held
  extends Pick<
    Attempt,
    "eventId" | "eventType" | "generation" | "attempt" | "correlationId" | "actor" | "changeId" | "traceparent"
  > {
  leaseId: string;
  resource: Partial<LifecycleRow> &
    Pick<ResourceRow, "applied_by" | "observed_generation" | "running_dependencies" | "returns_to"> & {
      owns: boolean;
      /** A draft is to be staged once it has succeeded. */
      has_next_draft?: boolean;
      /** Its old thing was deleted, and this makes a new one. */
      replacing?: boolean;
    };
}

export interface SuccessFacts {
  /** JSON of the outputs, sensitive values sealed. */
  outputs: string;
  /** JSON of the state that its handlers keep from now on, sealed; null for none. Left out, it stays. */
  state?: string | null | undefined;
  /** What names the thing from now on. Left out, it stays. */
  identity?: string | undefined;
  /** JSON of the config that the provider received. */
  payload: string;
  /** Keys of the sub-resources that its handler applied, if it may apply any: other earlier ones are dropped. */
  subResources?: readonly string[] | undefined;
  /**
   * Keys of the direct dependents that use none of the changed values. Set if any dependent uses one: all the others
   * are marked stale, with everything that depends on them.
   */
  spared?: readonly string[] | undefined;
  /** What is known of the real thing from now on. Left out, it stays. */
  drift?: DriftStatus | undefined;
}

/** The provider reported success. No waiting dependent sees a new value next to an outdated one derived from it. */
export function succeed(
  held: Held,
  { outputs, state, identity, payload, subResources, spared, drift }: SuccessFacts,
): Change {
  const { actor, correlationId, changeId, resource, eventId } = held;
  const running = resource.running_dependencies;
  const effects: Effects = {
    ...ended(held, "ready"),
    ...acted(held, "succeeded"),
    ...(running === null ? {} : { endRunning: true, wakeDeletions: running }),
    // Sub-resources that this attempt created are all in the list: only those that existed at the claim can be dropped.
    ...(subResources && resource.owns
      ? { dropAllBut: { applied: subResources, eventId, appliedBy: resource.applied_by, correlationId } }
      : {}),
    // A failure would have set `observed_generation`: the first event of a resource has no dead letters to clear.
    clearDeadLetters: resource.observed_generation > 0,
    reconcileIfStale: true,
    ...(spared ? { spread: { spared, actor, correlationId, changeId } } : { wakeDependents: true }),
  };
  const patch = enter(inHand(held), "ready", {
    outputs,
    ...(state === undefined ? {} : { state }),
    ...(identity === undefined ? {} : { identity }),
    ...(drift === undefined ? {} : { drift }),
    applied_config: payload,
    observed_generation: held.generation,
    provisioned: true,
    ...(resource.returns_to === null ? {} : { succeeded_config: null, returns_to: null }),
    ...(resource.has_next_draft ? { next_draft: null } : {}),
    ...(resource.replacing ? { replacing: false } : {}),
  });
  return { patch, effects };
}

/**
 * The old thing is gone: the same event makes a new one, with all its attempts ahead. Nothing is left of the old one that a draft could
 * return to, or a handler be told. Everything that depends on it is marked, and waits until the new one is ready; what does so directly is
 * repaired then, whether or not its values differ.
 */
export function oldThingGone(held: Held): Change {
  const { eventId, generation, correlationId, actor, changeId, traceparent, resource } = held;
  const running = resource.running_dependencies;
  const places = { eventType: "DELETE", fromState: "processing", toState: "pending", generation, eventId };
  return {
    patch: enter(inHand(held), "pending", { ...NOTHING_LEFT, error: null }),
    effects: {
      restartEvent: {
        ...{ id: eventId, eventType: "CREATE", generation, previousConfig: null, actor, traceparent },
        goesOn: true,
      },
      endLease: held.leaseId,
      history: [historyEntry(held, places)],
      ...(running === null ? {} : { endRunning: true, wakeDeletions: running }),
      spread: { spared: [], actor, correlationId, changeId },
      markForRepair: true,
      reconcileAt: "now",
    },
  };
}

/** The columns of a resource whose thing is gone, and which makes a new one. */
const NOTHING_LEFT = {
  provisioned: false,
  replacing: true,
  repair: false,
  outputs: null,
  state: null,
  identity: null,
  drift: "unknown",
  resolved_config: null,
  handed_config: null,
  applied_config: null,
  succeeded_config: null,
  returns_to: null,
  running_dependencies: null,
} as const;

/** An update found that the thing must be replaced, and may be: the next attempt deletes it, with the config that succeeded last. */
export function toBeReplaced(held: Held, message: string): Change {
  return {
    patch: enter(inHand(held), "pending", { error: message, handed_config: held.resource.applied_config ?? null }),
    effects: {
      event: { id: held.eventId, attempt: 0, replaces: true },
      endLease: held.leaseId,
      history: [entryOf(held, "pending", message)],
      reconcileAt: "now",
      reconcileIfStale: true,
    },
  };
}

/** The provider confirmed that the object is gone. */
export function deleted(held: Held): Removal {
  return { patch: null, effects: ended(held, null) };
}

/** `handOverDeletion` and `deleted` in one step, for what needs no handler to go: nobody ever holds it. */
export function deletedAtOnce(row: ReconcileRow, attempt: Attempt): Removal {
  const { event, history } = deletionHandedOver(row, attempt);
  const { eventType, generation, eventId } = attempt;
  const places = { eventType, fromState: "processing", toState: null, generation, eventId };
  return {
    patch: null,
    effects: {
      event: { ...event, settled: true },
      history: [...history, historyEntry(attempt, places)],
    },
  };
}

export interface FailureFacts {
  error: string;
  /** JSON; null if nothing more is known. */
  errorFacts: string | null;
  /** JSON of the config that the provider received. */
  payload: string;
  /** The object exists despite the failure. */
  provisioned?: true | undefined;
}

/** The event failed for good, with a dead letter. A changed input triggers a retry, except of a failed deletion. */
export function fail(held: Held, { error, errorFacts, payload, provisioned }: FailureFacts): Change {
  const { eventId, eventType, attempt: attempts, correlationId, generation, changeId } = held;
  return {
    patch: enter(inHand(held), "failed", {
      error,
      error_facts: errorFacts,
      observed_generation: generation,
      ...(provisioned ? { provisioned } : {}),
    }),
    effects: {
      ...ended(held, "failed", error),
      ...acted(held, "failed", error),
      deadLetter: { eventId, eventType, payload, error, attempts, correlationId, changeId },
      reconcileIfStale: eventType !== "DELETE",
    },
  };
}

/** Another attempt follows after a delay: until then the resource is pending, with this attempt's error. */
export function awaitRetry(held: Held, { error, delay }: { error: string; delay: Delay }): Change {
  return {
    patch: enter(inHand(held), "pending", { error }),
    effects: {
      event: { id: held.eventId, notBefore: delay },
      endLease: held.leaseId,
      history: [entryOf(held, "pending", error)],
      reconcileAt: delay,
      // An input that changed while it ran does not wait for the delay.
      reconcileIfStale: true,
    },
  };
}

/** The worker is shutting down: another takes over at once, and this does not count as an attempt. */
export function handBack(held: Held): Change {
  return {
    patch: enter(inHand(held), "pending"),
    effects: {
      event: { id: held.eventId, attempt: held.attempt - 1 },
      endLease: held.leaseId,
      history: [entryOf(held, "pending")],
      reconcileAt: "now",
    },
  };
}

function inHand({ resource, eventId }: Held): Partial<LifecycleRow> {
  return { ...resource, lifecycle_state: "processing", pending_event_id: eventId };
}

function ended(held: Held, toState: string | null, error?: string): Effects {
  return {
    event: { id: held.eventId, settled: true },
    endLease: held.leaseId,
    history: [entryOf(held, toState, error)],
  };
}

/**
 * Settles the actions that await it, if it is part of a change. Those of others, which joined it, are ended by whoever looks at
 * their changes: most events are part of none.
 */
function acted(
  { eventId, changeId, attempt: attempts }: Pick<Held, "eventId" | "changeId" | "attempt">,
  state: "succeeded" | "failed",
  error?: string,
): Effects {
  if (changeId === null) return {};
  return { action: { eventId, state, attempts, ...(error === undefined ? {} : { error }) } };
}

function entryOf(held: Held, toState: string | null, error: string | null = null): HistoryEntry {
  const { eventType, generation, eventId } = held;
  return historyEntry(held, { eventType, fromState: "processing", toState, generation, eventId }, { error });
}
