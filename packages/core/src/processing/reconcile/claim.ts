import type { Json } from "@pragma/contract";
import type { Lease, ReconcileRow } from "@pragma/db/queries";
import type { TraceContext } from "@pragma/telemetry/trace-context";
import { eventTrace } from "../../foundation/common/event-trace.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type Attempt, mayHaveMade } from "../../resources/lifecycle/index.ts";

/** An event held by this worker: nobody else may hand it to the provider or settle it. */
export interface Claim {
  organizationId: string;
  key: string;
  /** The resource as of the claim. */
  resource: ClaimedRow;
  eventId: string;
  eventType: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  attempt: number;
  /** Unique to this claim; it holds the resource until its handler has ended. */
  leaseId: string;
  /** The resolved config to hand over, sensitive values sealed. */
  payload: Json;
  /** The last config that succeeded, sealed, for an update. */
  previousConfig: Json | null;
  /** The real thing is read first, and created if it is gone. */
  repairs: boolean;
  /** It deletes the old thing, of which the payload is the config: the event then creates a new one. */
  replaces: boolean;
  /** The config of its connection, as it last succeeded, sealed; null if it uses none. */
  connection: Json | null;
  correlationId: string;
  /** JSON of the actor who requested it. */
  actor: string;
  /** Its cause, as a `traceparent` header; null if that is part of no trace. */
  traceparent: string | null;
  /** The change that it is part of. */
  changeId: string | null;
  /** The trace to which its handler belongs: the event's or, where that is traced, the attempt's. */
  trace: TraceContext;
  /** The event that this one took the place of, or that ended in failure before it, if a provider had that in hand. */
  previousEventId: string | null;
  /** An earlier attempt at it, or at an event before it, may have made the thing, or did; nobody knows its outputs. */
  mayExist: boolean;
  /** Sealed values that the handler received while it ran, besides those above. */
  told?: Json[];
  /** undefined if the type is gone; then the event can only fail. */
  type: KnownType | undefined;
  /** Releases the memory reserved for it, if any: to be called when it is settled. */
  giveRoom?: () => void;
}

/** A row without the values that nobody needs while its event runs: an event may run long. */
export type ClaimedRow = Omit<
  ReconcileRow,
  | "config"
  | "resolved_config"
  | "handed_config"
  | "succeeded_config"
  | "next_draft"
  | "event_payload"
  | "event_previous_config"
> & {
  /** A draft is to be staged once it has succeeded. */
  has_next_draft: boolean;
};

/** Attributes of an attempt for metrics and traces. */
export interface Attempted
  extends Pick<Claim, "organizationId" | "key" | "eventId" | "eventType" | "generation" | "attempt" | "trace"> {
  resource: Pick<ClaimedRow, "provider" | "resource">;
  type?: KnownType | undefined;
}

/** The claim of an attempt that has been written. */
export function claimOf(
  { services }: Core,
  organizationId: string,
  row: ReconcileRow,
  { previousConfig, ...attempt }: Attempt,
  { payload, connection, lease, type }: Pick<Claim, "payload" | "connection" | "type"> & { lease: Lease },
): Claim {
  return {
    ...attempt,
    organizationId,
    key: row.key,
    resource: withoutValues(row),
    leaseId: lease.id,
    payload,
    connection,
    trace: eventTrace({ id: attempt.eventId, traceparent: attempt.traceparent }, services.tracer),
    ...madeBefore(row, attempt),
    previousConfig: previousConfig === null ? null : (JSON.parse(previousConfig) as Json),
    type,
  };
}

/** What is known of attempts before this one: at its event, and at the one before. */
export function madeBefore(
  row: ReconcileRow,
  { eventId, eventType }: Pick<Attempt, "eventId" | "eventType">,
): Pick<Claim, "previousEventId" | "mayExist"> {
  const isMade = row.provisioned && row.outputs === null;
  if (eventId !== row.pending_event_id) return { previousEventId: null, mayExist: isMade || mayHaveMade(row) };
  const { event_previous_id: previousEventId, event_published_at } = row;
  // Attempts at a deletion make nothing: a stranger's thing would be the resource's own from the second on.
  const mayHaveBegun = eventType !== "DELETE" && event_published_at !== null;
  return { previousEventId, mayExist: isMade || previousEventId !== null || mayHaveBegun };
}

/** A row as its claim keeps it. */
export function withoutValues(row: ReconcileRow): ClaimedRow {
  const {
    config,
    resolved_config,
    handed_config,
    succeeded_config,
    event_payload,
    event_previous_config,
    next_draft,
    ...rest
  } = row;
  // Copied once, for every event: a row has many columns.
  return Object.assign(rest, { has_next_draft: next_draft !== null });
}

/** How the provider's handler ended. */
export type Outcome =
  /**
   * `subResources`: keys of all that it applied; those it applied earlier that are not among them are dropped. `state`: what its
   * handlers keep from now on; left out, what was kept stays. `identity`: what names the thing, if that was not known.
   */
  | {
      kind: "succeeded";
      outputs: Json | null;
      state?: Json | undefined;
      identity?: string | undefined;
      subResources?: readonly string[];
    }
  /** The user has to fix something, or no retry can help. `provisioned`: the object exists nevertheless. */
  | { kind: "rejected"; message: string; facts?: Record<string, unknown>; provisioned?: true }
  /** An update found that only another thing can be as declared: the old one is untouched. */
  | { kind: "replace-needed"; message: string; paths: readonly string[] }
  /** Worth another attempt, after the provider's delay or the usual one. */
  | { kind: "failed"; message: string; retryAfterSeconds?: number }
  /** This worker is shutting down: another takes over, and it does not count as an attempt. */
  | { kind: "handed-back" };
