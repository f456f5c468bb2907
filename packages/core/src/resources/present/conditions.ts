import {
  type Condition,
  type Finding,
  isBetweenAttempts,
  isConnectionOfAnother,
  isFailed,
  isFinding,
  isPending,
  isProcessing,
  isReady,
} from "@pragma/contract";
import type { DeletionBlocker, DependencyState, PresentedRow, SubResourceDrop } from "@pragma/db/queries";
import { blocksDependents, hasFailedDeletion, isLeaving, isMarked } from "../lifecycle/index.ts";
import { typeOfKey, type Unserved } from "./find-unserved.ts";

/** Facts besides the row that the conditions of waiting resources need. */
export interface Waiting {
  dependencies: readonly DependencyState[];
  /** At most one more than are named, the ones to name first. */
  deletionBlockers: readonly DeletionBlocker[];
  /** `provider/resource` of absent dependencies whose type no provider serves. */
  unserved: Unserved;
  /** It is a sub-resource that its owner no longer applies, and that could not be deleted yet. */
  drop?: SubResourceDrop | undefined;
}

/** How many of what a deletion waits for are named: a cascade may have thousands. */
export const MOST_NAMED = 100;

export const NOT_WAITING: Waiting = { dependencies: [], deletionBlockers: [], unserved: new Map() };

/** Whether the conditions of a resource name others, whose states must then be read. */
export function looksAtOthers(row: PresentedRow): boolean {
  if (isLeaving(row)) return isPending(row.lifecycle_state);
  return row.dependencies !== "[]" && (isMarked(row) || !wasProcessed(row));
}

/** Whether it may be a sub-resource that its owner no longer applies. */
export function mayBeDropped(row: PresentedRow): boolean {
  return row.owner_references !== "[]" && !isLeaving(row);
}

/** Its dependencies were ready at the hand-over, so readers need no look-up of their present state. */
function wasProcessed({ lifecycle_state }: PresentedRow): boolean {
  return isReady(lifecycle_state) || isProcessing(lifecycle_state);
}

/** The conditions of a resource: contract section 3. */
export function conditionsOf(row: PresentedRow, waiting: Waiting): Condition[] {
  const conditions = [readyCondition(row, waiting)];
  if (row.dependencies !== "[]" && !isLeaving(row)) conditions.push(dependenciesCondition(row, waiting));
  if (isLeaving(row)) conditions.push(deletingCondition(row, row.deleting_since, waiting));
  if (waiting.drop) conditions.push(dropCondition(waiting.drop));
  if (isMarked(row)) conditions.push(staleCondition(row, row.stale_since, waiting));
  if (row.paused) conditions.push(pausedCondition(row));
  if (row.replacing) conditions.push(replacingCondition(row));
  if (isFinding(row.drift)) conditions.push(inSyncCondition(row, row.drift));
  return conditions;
}

const READY_REASONS = {
  draft: ["False", "Draft", "Stored without processing; apply it as pending"],
  pending: ["False", "Pending", "Waits to be processed"],
  processing: ["False", "Processing", "The provider is working on it"],
  ready: ["True", "Ready", "The provider reported success"],
  failed: ["False", "Failed", "It failed"],
} as const;

const ENDING = "Waits for the provider to stop working on a cancelled event";

function readyCondition(row: PresentedRow, { dependencies }: Waiting): Condition {
  const [status, reason, message] = READY_REASONS[row.lifecycle_state];
  if (row.paused && isPending(row.lifecycle_state) && row.error === null) {
    const text = "Paused: it waits until it is resumed";
    return { type: "Ready", status, reason: "Paused", message: text, last_transition_time: row.ready_changed_at };
  }
  // A changed input is decided before the next attempt, which then waits for dependencies as a first one does.
  const waits = isMarked(row) && dependencies.some(blocksDependents);
  return {
    type: "Ready",
    status,
    reason: isBetweenAttempts(row.lifecycle_state, row.error) && !waits ? "Retrying" : reason,
    message: row.error ?? (row.ending_event_id === null ? message : ENDING),
    last_transition_time: row.ready_changed_at,
  };
}

const FINDING_MESSAGES: Record<Finding, string> = {
  drifted: "What really is differs from what is declared",
  missing: "What is declared does not exist any more",
};

/** Only of what was found otherwise: most resources are in sync. */
function inSyncCondition(row: PresentedRow, finding: Finding): Condition {
  return {
    type: "InSync",
    status: "False",
    reason: finding === "missing" ? "Missing" : "Drifted",
    message: FINDING_MESSAGES[finding],
    last_transition_time: row.updated_at,
  };
}

function replacingCondition(row: PresentedRow): Condition {
  return {
    type: "Replacing",
    status: "True",
    reason: isFailed(row.lifecycle_state) ? "CreationFailed" : "Replacing",
    message: "The old one was deleted, and the new one is not there yet",
    last_transition_time: row.updated_at,
  };
}

function pausedCondition(row: PresentedRow): Condition {
  const isUnderWay = isProcessing(row.lifecycle_state);
  return {
    type: "Paused",
    status: "True",
    reason: "Paused",
    message: isUnderWay
      ? "What its provider has in hand ends; nothing more is handed over until it is resumed"
      : "Nothing of it is handed to its provider until it is resumed",
    last_transition_time: row.updated_at,
  };
}

function dependenciesCondition(row: PresentedRow, { dependencies: states, unserved }: Waiting): Condition {
  const blocking = states.filter(blocksDependents);
  if (isConnectionOfAnother(row)) {
    return {
      type: "DependenciesReady",
      status: "False",
      reason: "ConnectionUnfit",
      message: `Waits for a connection: ${row.connection} is of another provider, so name one of ${row.provider}, or null`,
      last_transition_time: row.updated_at,
    };
  }
  if (blocking.length === 0) {
    return {
      type: "DependenciesReady",
      status: "True",
      reason: "AllReady",
      message: looksAtOthers(row) ? "All dependencies are ready" : "All dependencies were ready when it was processed",
      // A processed resource had waited for its dependencies, so their states are not looked up.
      last_transition_time: looksAtOthers(row) ? latest(states, row.created_at) : row.state_changed_at,
    };
  }
  return {
    type: "DependenciesReady",
    status: "False",
    reason: blockedReason(blocking, unserved),
    message: `Waits for ${blocking.map((state) => describe(state, unserved)).join(", ")}`,
    last_transition_time: latest(blocking, row.state_changed_at),
  };
}

function deletingCondition(row: PresentedRow, since: string, { deletionBlockers }: Waiting): Condition {
  const failed = hasFailedDeletion(row);
  let message = "It is being deleted";
  if (failed) message = `The deletion failed: ${row.error ?? "unknown reason"}`;
  else if (row.ending_event_id !== null) message = ENDING;
  else if (deletionBlockers.length > 0) {
    const named = deletionBlockers.slice(0, MOST_NAMED).map((blocker) => `${blocker.key} (${blocker.state})`);
    named.sort();
    message = `Waits for ${named.join(", ")}${deletionBlockers.length > MOST_NAMED ? ", and others" : ""}`;
  }
  return {
    type: "Deleting",
    status: failed ? "False" : "True",
    reason: failed ? "DeletionFailed" : "Deleting",
    message,
    last_transition_time: since,
  };
}

function dropCondition({ owner_key: owner, reason, created_at }: SubResourceDrop): Condition {
  const outlook = reason === null ? "it will be deleted next" : `it cannot be deleted yet: ${reason}`;
  return {
    type: "Deleting",
    status: "False",
    reason: "DeletionHeldUp",
    message: `${owner} no longer applies it; ${outlook}`,
    last_transition_time: created_at,
  };
}

function staleCondition(row: PresentedRow, since: string, { dependencies: states, unserved }: Waiting): Condition {
  const blocking = states.filter(blocksDependents);
  const failed = blocking.filter(hasFailed);
  let message = "A value it uses may have changed; it is checked next";
  if (failed.length > 0)
    message = `A value it uses may have changed; waits below the failure of ${failed.map((state) => describe(state, unserved)).join(", ")}`;
  else if (blocking.length > 0)
    message = `A value it uses may have changed; waits for ${blocking.map((state) => describe(state, unserved)).join(", ")}`;
  else if (row.ending_event_id !== null) message = `A value it uses may have changed. ${ENDING}`;
  return {
    type: "Stale",
    status: "True",
    reason: failed.length > 0 ? "DependencyFailed" : "InputChanged",
    message,
    last_transition_time: since,
  };
}

/** The reason least likely to resolve itself. */
function blockedReason(blocking: readonly DependencyState[], unserved: Unserved): string {
  if (blocking.some(hasFailed)) return "DependencyFailed";
  if (blocking.some((state) => state.state === null && unserved.has(typeOfKey(state.key)))) return "TypeUnknown";
  return blocking.some((state) => state.state === null) ? "DependencyAbsent" : "Waiting";
}

function hasFailed({ state }: DependencyState): boolean {
  return state !== null && isFailed(state);
}

function describe(state: DependencyState, unserved: Unserved): string {
  const type = typeOfKey(state.key);
  if (state.state === null && unserved.has(type)) {
    const likely = unserved.get(type);
    const meant = likely === undefined ? "" : `, did you mean ${likely}?`;
    return `${state.key} (absent; no provider serves ${type}${meant})`;
  }
  if (state.state === null) return `${state.key} (absent)`;
  return `${state.key} (${state.state}${state.stale === true ? ", stale" : ""})`;
}

function latest(states: readonly DependencyState[], fallback: string): string {
  return states.reduce(
    (time, { state_changed_at }) => (state_changed_at !== null && state_changed_at > time ? state_changed_at : time),
    fallback,
  );
}
