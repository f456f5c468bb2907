import type { ResourcePatch } from "./resource-row.ts";

/** What is written together with a change of a resource, in the same statement. JSON is text. */
export interface Effects {
  /** All of the resource's outgoing edges where they change. Refused if they close a cycle. */
  edges?: OutgoingEdges;
  /** Owners that it is given, by key. Refused if all of those that exist are being deleted: nothing would take it along. */
  newOwners?: readonly string[];
  /** Who asks is the handler of this event of another resource. Refused unless that is still awaited. */
  onBehalfOf?: { key: string; eventId: string };
  /**
   * The change follows from the organization's types in this version: it fails with `serialization_failure` if they are
   * others by now, and those of its provider stay until it has committed.
   */
  types?: { provider: string; version: string };
  /** A new event for the provider. */
  newEvent?: NewEvent;
  /** A change of an event that exists. */
  event?: EventPatch;
  /** An event that had failed is as new: what is wanted now is resolved for it, with all its attempts before it. */
  restartEvent?: Pick<NewEvent, "id" | "eventType" | "generation" | "previousConfig" | "actor">;
  /** A worker takes the resource in hand. Fails as a conflict (`unique_violation`) while another handler has it. */
  takeLease?: Lease;
  /** The handler that this lease was for has ended. */
  endLease?: string;
  /** Entries of the resource's history, in order. */
  history?: readonly HistoryEntry[];
  audit?: AuditRecord;
  /** More of what was done with it, by the same person. */
  alsoAudited?: readonly AuditRecord[];
  /** The event ended in failure. */
  deadLetter?: {
    eventId: string;
    eventType: string;
    payload: string;
    error: string;
    attempts: number;
    correlationId: string;
  };
  /** The dead letter of this event, by its id, means nothing any more. */
  resolveDeadLetter?: string;
  /** The resource succeeded or is gone: its dead letters mean nothing any more. */
  clearDeadLetters?: boolean;
  /** An update succeeded: what it ran with and wants no more, it runs with no more. */
  endRunning?: boolean;
  /** An event succeeded: of the sub-resources that its handlers had applied, those that it did not are to go. */
  dropAllBut?: { applied: readonly string[]; eventId: string; appliedBy: string; correlationId: string };
  /** Look at those of these, by key, that are being deleted: something that they may wait for is another now. */
  wakeDeletions?: readonly string[];
  /** Look at the resource again, now or after a delay by the database's clock, the one that all workers share. */
  reconcileAt?: Delay | "now";
  /** Look at the resource again if an input changed while it was processed. */
  reconcileIfStale?: boolean;
  /** The pending look, by its id, that led to this change: it is done, unless a worker has taken it already. */
  removeJob?: string;
  /** Look at the resources that wait for this one. */
  wakeDependents?: boolean;
  /**
   * A value is another now: mark stale what depends on it, at any distance, but for what is `spared` of its direct
   * dependents, since these do not use that value. They are woken, too.
   */
  spread?: { spared: readonly string[]; actor: string; correlationId: string };
  /**
   * It waits again after it was left alone by changes, or with other dependencies: if one of these is marked stale, mark
   * it with all that depends on it, as if it had been there when they were.
   */
  join?: { dependencies: readonly string[]; actor: string; correlationId: string };
}

/** What a resource depends on, is owned by, and runs with though it wants it no more: by key. */
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
  /** It is handed to a provider at once: its first attempt. */
  claimed?: { payload: string };
  /** It failed before it could be handed over. */
  settled?: true;
}

/**
 * The start of one deletion of many. Values stay in the database: what the config of the last success was, and which
 * deletions are to be looked at, it knows by itself.
 */
export interface DeletionStart {
  patch: ResourcePatch;
  effects: Pick<Effects, "event" | "reconcileAt"> & {
    newEvent: Omit<NewEvent, "previousConfig">;
    history: readonly HistoryEntry[];
    audit: AuditRecord;
  };
}

/** A worker's hold on a resource, for as long as a handler runs. */
export interface Lease {
  /** Of this claim alone. */
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

/** Columns of `events` to set; those left out stay. */
export interface EventPatch {
  id: string;
  payload?: string;
  attempt?: number;
  notBefore?: Delay | null;
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
}

export interface AuditRecord {
  actor: string;
  action: string;
  target: string;
  outcome: string;
  correlationId: string;
  details: string;
}
