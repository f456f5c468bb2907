import type { ResourcePatch } from "./resource-row.ts";

/** Everything written together with a change of a resource, in the same statement. JSON is text. */
export interface Effects {
  /** All outgoing edges of the resource, if they change. Refused if they close a cycle. */
  edges?: OutgoingEdges;
  /** New owners, by key. Refused if all existing ones are being deleted: none of these deletions would include it. */
  newOwners?: readonly string[];
  /** The caller is the handler of this event of another resource. Refused unless that event is still awaited. */
  onBehalfOf?: { key: string; eventId: string };
  /**
   * The version of the organization's types that the change is based on: it fails with `serialization_failure` if they
   * have changed, and the types of its provider stay until it has committed.
   */
  types?: { provider: string; version: string };
  /** A new event for the provider. */
  newEvent?: NewEvent;
  /** A change of an existing event. */
  event?: EventPatch;
  /**
   * Restarts a failed event as if it were new: the current config is resolved for it, with all its attempts ahead. Actions that
   * it failed are open again, and so are their changes.
   */
  restartEvent?: Pick<
    NewEvent,
    "id" | "eventType" | "generation" | "previousConfig" | "actor" | "traceparent" | "mayExist"
  > & {
    /** It has not failed, and goes on as another event: its actions stay as they are. */
    goesOn?: true;
  };
  /** A worker's hold on the resource. Fails as a conflict (`unique_violation`) while another handler has it. */
  takeLease?: Lease;
  /** The lease whose handler has ended. */
  endLease?: string;
  /** Entries of the resource's history, in order. */
  history?: readonly HistoryEntry[];
  audit?: AuditRecord;
  /** Further audit rows of the same action, by the same person. */
  alsoAudited?: readonly AuditRecord[];
  /** The event failed for good. */
  deadLetter?: {
    eventId: string;
    eventType: string;
    payload: string;
    error: string;
    attempts: number;
    correlationId: string;
    changeId: string | null;
  };
  /** Progress of the resource's open actions, of whichever changes. */
  action?: ActionProgress;
  /** Removes the dead letter of this event, which no longer matters. */
  resolveDeadLetter?: string;
  /** Removes the resource's dead letters, since it succeeded or is gone. */
  clearDeadLetters?: boolean;
  /** An update succeeded: the resource no longer runs with anything that it no longer wants. */
  endRunning?: boolean;
  /** An event succeeded: drops the sub-resources of earlier handlers that it did not apply. */
  dropAllBut?: { applied: readonly string[]; eventId: string; appliedBy: string; correlationId: string };
  /** Looks at those of these resources, by key, that are being deleted: something they may wait for has changed. */
  wakeDeletions?: readonly string[];
  /** Looks at the resource again, now or after a delay by the database's clock, which all workers share. */
  reconcileAt?: Delay | "now";
  /** Looks at the resource again if an input changed while it was processed. */
  reconcileIfStale?: boolean;
  /** Id of the pending reconcile request that led to this change: it is done, unless a worker has taken it already. */
  removeJob?: string;
  /** Looks at the resources that wait for this one. */
  wakeDependents?: boolean;
  /**
   * A value changed: marks everything that depends on it stale, directly or not, except its `spared` direct dependents,
   * which do not use that value. These are woken, too.
   */
  spread?: { spared: readonly string[]; actor: string; correlationId: string; changeId: string | null };
  /** Its thing is gone, and with it perhaps those of its direct dependents, drafts included: their next events look first. */
  markForRepair?: true;
  /**
   * It waits again after it ignored changes, or with other dependencies: if one of these is marked stale, marks it and
   * everything that depends on it, as if it had been there at the time.
   */
  join?: { dependencies: readonly string[]; actor: string; correlationId: string; changeId: string | null };
}

/**
 * A step of a resource's open actions. Its event decides, whichever change touched the resource last; several changes may await
 * the same one.
 */
export interface ActionProgress {
  /** Those that await this event. */
  eventId?: string | null;
  /** Those that have no event: they await the decision of a mark. */
  marked?: boolean;
  /** The change that made the resource stale: of the others, only those that have marked it since. Left out: all. */
  markedBy?: string | null;
  /** Those of this change stay as they are. */
  except?: string | null;
  /** The event that carries them from now on. */
  carriedBy?: string;
  /** Open unless they have ended; `checked` have succeeded without anything to do. */
  state: "open" | "succeeded" | "checked" | "failed" | "superseded";
  error?: string;
  attempts?: number;
  /** JSON that an open follower is carried out with, in place of what was planned. */
  followed?: string;
}

/** Keys of resources that one depends on, is owned by, and runs with but no longer wants. */
export interface OutgoingEdges {
  dependencies: string[];
  owners: string[];
  running: string[];
}

export interface NewEvent {
  id: string;
  eventType: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  previousConfig: string | null;
  correlationId: string;
  actor: string;
  /** Its cause, as a `traceparent` header; null if that is part of no trace. */
  traceparent: string | null;
  /** The change that it is part of. */
  changeId: string | null;
  /** The real thing is read first, and created if it is gone; null: as the event before it, if that has not succeeded. */
  repairs: boolean | null;
  /** It deletes the old thing first, and then creates a new one. */
  replaces?: boolean;
  /** An event before it, whose attempts ended in failure or were cancelled, may have made the thing. */
  mayExist?: boolean;
  /** Handed to a provider at once: its first attempt. */
  claimed?: { payload: string };
  /** It failed before it could be handed over. */
  settled?: true;
}

/**
 * The start of one of many deletions. Values stay in the database, which knows the config of the last success, and
 * which deletions to look at.
 */
export interface DeletionStart {
  patch: ResourcePatch;
  effects: Pick<Effects, "event" | "reconcileAt"> & {
    newEvent: Omit<NewEvent, "previousConfig" | "repairs" | "replaces">;
    history: readonly HistoryEntry[];
    audit: AuditRecord;
  };
}

/** A worker's hold on a resource, for as long as a handler runs. */
export interface Lease {
  /** Unique to this claim. */
  id: string;
  eventId: string;
  /** The worker. */
  owner: string;
  seconds: number;
}

/** A time from now on. */
export interface Delay {
  milliseconds: number;
}

/** Columns of `events` to set; omitted ones stay. */
export interface EventPatch {
  id: string;
  payload?: string;
  attempt?: number;
  notBefore?: Delay | null;
  repairs?: true;
  replaces?: true;
  published?: true;
  settled?: boolean;
}

export interface HistoryEntry {
  eventType: string;
  fromState: string | null;
  toState: string | null;
  generation: number;
  changes?: string;
  error?: string | null;
  actor: string;
  correlationId: string;
  eventId: string | null;
  changeId: string | null;
}

export interface AuditRecord {
  actor: string;
  action: string;
  target: string;
  outcome: string;
  correlationId: string;
  details: string;
}
