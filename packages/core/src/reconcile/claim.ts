import type { Json } from "@pragma/contract";
import type { Lease, ReconcileRow } from "@pragma/db/queries";
import type { Attempt } from "../lifecycle/index.ts";
import type { KnownType } from "../types/index.ts";

/** An event that this worker holds: it alone may hand it to the provider and settle it. */
export interface Claim {
  organizationId: string;
  key: string;
  /** The resource as of the claim. */
  resource: ClaimedRow;
  eventId: string;
  eventType: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  attempt: number;
  /** Of this claim alone: what holds the resource until its handler has ended. */
  leaseId: string;
  /** The resolved config to hand over, sensitive values sealed. */
  payload: Json;
  /** The last config that succeeded, sealed, for an update. */
  previousConfig: Json | null;
  correlationId: string;
  /** JSON of who asked for it. */
  actor: string;
  /** Sealed values that the handler was told while it ran, besides those above. */
  told?: Json[];
  /** undefined if the type vanished; then the event can only fail. */
  type: KnownType | undefined;
  /** Gives back the room in memory that was taken for it. Where there is one: to be called when it is settled. */
  giveRoom?: () => void;
}

/** A row without the values that nobody asks for while its event runs: an event may run long. */
export type ClaimedRow = Omit<
  ReconcileRow,
  "config" | "resolved_config" | "handed_config" | "event_payload" | "event_previous_config"
>;

/** The claim of an attempt that was written. */
export function claimOf(
  organizationId: string,
  row: ReconcileRow,
  { previousConfig, ...attempt }: Attempt,
  { payload, lease, type }: { payload: Json; lease: Lease; type: KnownType | undefined },
): Claim {
  return {
    ...attempt,
    organizationId,
    key: row.key,
    resource: withoutValues(row),
    leaseId: lease.id,
    payload,
    previousConfig: previousConfig === null ? null : (JSON.parse(previousConfig) as Json),
    type,
  };
}

function withoutValues(row: ReconcileRow): ClaimedRow {
  const { config, resolved_config, handed_config, event_payload, event_previous_config, ...rest } = row;
  return rest;
}

/** How a handler of the provider ended. */
export type Outcome =
  /** `subResources`: keys of all that it applied; what it had applied before and is not among them goes. */
  | { kind: "succeeded"; outputs: Json | null; subResources?: readonly string[] }
  /** The user has to fix something, or no retry can help. `provisioned`: the object exists all the same. */
  | { kind: "rejected"; message: string; facts?: Record<string, unknown>; provisioned?: true }
  /** Worth another attempt, after a delay of the provider's choice or the usual one. */
  | { kind: "failed"; message: string; retryAfterSeconds?: number }
  /** This worker is going down: another takes over, and it does not count as an attempt. */
  | { kind: "handed-back" };
