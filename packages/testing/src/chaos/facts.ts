import type { DriftStatus, Handling, Json, JsonObject, LifecycleState } from "@pragma/contract";
import type { Operation } from "./operation.ts";

/**
 * Observations of a run, from several vantage points: what clients were answered, what the outside world saw of the
 * handlers, what the stream reported, and what was stored in the end. The checks compare these with each other and with
 * the contract. All times are milliseconds since the epoch, by the machine's one clock.
 */
export interface Facts {
  readonly seed: string;
  readonly requests: readonly RequestFact[];
  readonly handlers: readonly HandlerFact[];
  readonly objects: readonly ObjectFact[];
  readonly hands: readonly HandFact[];
  readonly disk: readonly DiskFact[];
  readonly resources: readonly StoredResource[];
  readonly history: readonly HistoryFact[];
  readonly deadLetters: readonly DeadLetterFact[];
  /** All changes that were applied. */
  readonly changes: readonly ChangeFact[];
  /** Those that were still being carried out when nothing went on any more, before somebody ended them. */
  readonly waitingChanges: readonly ChangeFact[];
  /** Edges as stored, including those that clients are not shown. */
  readonly edges: readonly EdgeFact[];
  readonly graphs: readonly GraphFact[];
  readonly streams: readonly StreamFact[];
  readonly leftovers: Leftovers;
  /** Tables and columns that contain a secret in plain text. */
  readonly plainSecrets: readonly string[];
  readonly disturbances: readonly Disturbance[];
  /** The period in which only roots were changed, with everything ready before and after; null if there was none. */
  readonly calmChanges: { readonly from: number; readonly until: number } | null;
}

/** A request and its outcome. */
export interface RequestFact {
  /** Its `X-Request-Id`, which is the correlation id in history and dead letters. */
  readonly id: string;
  readonly client: string;
  /** The organization, by the name that its objects carry. */
  readonly space: string;
  readonly replica: number;
  readonly operation: Operation;
  readonly startedAt: number;
  readonly endedAt: number;
  /** null: there was no answer, so it may have been carried out or not. */
  readonly status: number | null;
  readonly etag: string | null;
  /** The JSON of the answer, or null if there was none. */
  readonly answer: Json;
}

export type HandlerMethod = "create" | "update" | "delete" | "observe" | "read" | "import" | "list";

/** One run of a handler of the test provider, as the outside world saw it. */
export interface HandlerFact {
  readonly number: number;
  readonly space: string;
  /** The resource's internal id; for what runs for none (`import`, `list`) what the object is called outside. */
  readonly id: string;
  readonly method: HandlerMethod;
  /** The event that it is run for; the resource's internal id if it is run for none: a check. */
  readonly operationId: string;
  readonly attempt: number;
  /** The build of the provider that ran it. */
  readonly release: string;
  /** The provider process, by its id and the namespace of that. */
  readonly process: string;
  /** How it was told to misbehave. */
  fault: string;
  readonly config: JsonObject;
  /** The previous config that it received; only for an update. */
  readonly previous: JsonObject | null;
  /** The object existed when it began, and was the resource's. */
  readonly existed: boolean;
  readonly beganAt: number;
  /** null: it is still running. */
  endedAt: number | null;
  /** died: its process disappeared without an answer. */
  end: "returned" | "threw" | "died" | null;
  /** Outputs that it returned. */
  outputs: Json;
  /** When it wrote or removed the object, if it did. */
  actedAt: number | null;
}

/** One life of an object outside: from its creation to its removal. */
export interface ObjectFact {
  readonly space: string;
  /** What it is called outside. */
  readonly id: string;
  /** Unique among all objects of the run. */
  readonly serial: string;
  revision: number;
  /** Release of the provider that wrote it last. */
  release: string;
  content: JsonObject;
  /** The handlers that made, wrote and removed it; or somebody did by hand. */
  readonly madeBy: number | "hands";
  writtenBy: number | "hands";
  removedBy: number | "hands" | null;
}

/** What somebody did to an object by hand, past the platform. */
export interface HandFact {
  readonly at: number;
  readonly space: string;
  /** What the object is called outside. */
  readonly id: string;
  readonly what: "make" | "change" | "restore" | "remove";
}

/** A file that the provider `fs` has to keep. */
export interface DiskFact {
  readonly space: string;
  readonly path: string;
  readonly content: string;
}

/** A resource as stored at the end, with secrets revealed. */
export interface StoredResource {
  readonly space: string;
  readonly key: string;
  readonly id: string;
  readonly state: LifecycleState;
  readonly config: JsonObject;
  readonly resolvedConfig: JsonObject | null;
  readonly outputs: JsonObject;
  readonly dependencies: readonly string[];
  readonly owners: readonly string[];
  readonly error: string | null;
  readonly conditions: readonly ConditionFact[];
  readonly generation: number;
  readonly observedGeneration: number;
  readonly pendingEventId: string | null;
  readonly provisioned: boolean;
  readonly protected: boolean;
  readonly tags: readonly string[] | null;
  readonly deleting: boolean;
  readonly stale: boolean;
  readonly handling: Handling;
  readonly drift: DriftStatus;
  /** What names its thing outside; null if nothing does. */
  readonly identity: string | null;
}

export interface ConditionFact {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** A row of the history, including rows of resources that are gone. */
export interface HistoryFact {
  /** In the order in which a resource's rows were written. */
  readonly id: number;
  readonly space: string;
  readonly key: string;
  readonly at: number;
  readonly type: string;
  readonly from: LifecycleState | null;
  readonly to: LifecycleState | null;
  readonly generation: number;
  readonly correlationId: string;
  readonly eventId: string | null;
  readonly error: string | null;
  /** What differs, as the history shows it. */
  readonly changes: readonly ChangedPlace[];
}

export interface ChangedPlace {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

export interface DeadLetterFact {
  readonly space: string;
  readonly eventId: string;
  readonly key: string;
  readonly type: string;
  readonly error: string;
}

/** A change as `GET /changes/{id}` shows it, with all of its actions. */
export interface ChangeFact {
  readonly space: string;
  readonly id: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly isEnded: boolean;
  readonly settledAt: string | null;
  /** Ids of resources. */
  readonly blocked: readonly string[];
  readonly actions: readonly ActionFact[];
}

export interface ActionFact {
  readonly key: string;
  readonly action: string;
  readonly state: string;
  readonly eventId: string | null;
  readonly attempts: number;
  readonly error: string | null;
  /** How many differences it shows. */
  readonly changes: number;
  /** It is stored as open, whatever it is shown as. */
  readonly isOpen: boolean;
  /** Its event is over; null if it has none. */
  readonly isEventOver: boolean | null;
}

/** `from` and `to` are keys. */
export interface EdgeFact {
  readonly space: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

/** Graph that `GET /resources/graph` showed. Its edges connect ids. */
export interface GraphFact {
  readonly space: string;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
}

/** Messages that one reader of the event stream received, across all its connections. */
export interface StreamFact {
  readonly space: string;
  readonly reader: string;
  readonly events: readonly StreamEvent[];
}

/** A message, or what happened to the connection. */
export type StreamEvent =
  | { readonly kind: "open"; readonly at: number; readonly resumedFrom: string | null }
  | { readonly kind: "reset"; readonly at: number }
  | {
      readonly kind: "change";
      readonly at: number;
      readonly id: string;
      readonly resourceId: string;
      readonly state: LifecycleState | null;
      readonly generation: number;
      readonly updatedAt: number;
    }
  | { readonly kind: "closed"; readonly at: number };

/** Lists that must be empty when everything is settled. */
export interface Leftovers {
  /** Events that are neither settled nor awaited by a resource. */
  readonly unsettledEvents: readonly string[];
  /** Leases, which must not exist while no handler runs. */
  readonly leases: readonly string[];
  readonly lockedJobs: readonly string[];
  /** Jobs that failed for good. */
  readonly failedJobs: readonly string[];
  /** Programs that ended without being asked to. */
  readonly endedPrograms: readonly string[];
}

/** A disturbance of the processes; a stall comes from the machine itself. */
export interface Disturbance {
  readonly what: "kill" | "pause" | "crash" | "stall";
  /** Such as `api 0`, `worker 1`, `provider`, `egress`, `database`. */
  readonly whom: string;
  readonly from: number;
  /** When it was over: the pause ended, or the killed process ran again. */
  readonly until: number;
}
