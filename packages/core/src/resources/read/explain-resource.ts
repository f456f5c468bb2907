import type { ErrorKind, LifecycleState } from "@pragma/contract";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findKept } from "./find-kept.ts";
import { graphId } from "./graph-id.ts";
import { type Cause, type Kept, wayToCause } from "./root-cause.ts";

/** A resource on the way to a root cause, and what keeps it. */
export interface ExplainedResource {
  id: string;
  key: string;
  /** Null if it does not exist. */
  lifecycle_state: LifecycleState | null;
  cause: Cause;
  /** The connection of another provider that it names, if that is the cause. */
  unfit_connection: string | null;
  deleting: boolean;
  /** The error of its last attempt, if that failed. */
  error: string | null;
  /** Its kind tells what helps. */
  error_kind: ErrorKind;
  /** When it entered its state. */
  since: string | null;
  /** The event that it waits for; null if there is none. */
  event_id: string | null;
  /** How often that event was handed to the provider; 0 if not yet, null if there is none. */
  attempt: number | null;
  /** When the next attempt is due, if it is not yet. */
  next_attempt_at: string | null;
}

/** Why a resource is not ready or, if it is being deleted, not gone yet. */
export interface Explanation {
  /** From the resource itself down to the root cause. Empty if nothing keeps it. */
  way: ExplainedResource[];
  /** Causes of the same kind besides. */
  others: number;
  /** It waits for more resources than were looked at. */
  truncated: boolean;
  /** After so many attempts an event fails for good. */
  max_attempts: number;
}

/**
 * Finds out why a resource is not ready: follows what it waits for down to the root cause.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export function explainResource(core: Core, context: RequestContext, id: string): Promise<Explanation> {
  return core.reading(context.organizationId, (reader) => explain(reader, context.organizationId, id));
}

async function explain(core: Core, organizationId: string, id: string): Promise<Explanation> {
  const { kept, truncated } = await findKept(core, organizationId, id);
  return explanationOf(core, kept, truncated);
}

/** An explanation from what keeps a resource. */
export function explanationOf(core: Core, kept: readonly Kept[], truncated: boolean): Explanation {
  const { way, others } = wayToCause(kept);
  const { maxAttempts } = core.services.settings;
  return { way: way.map(present), others, truncated, max_attempts: maxAttempts };
}

function present(kept: Kept): ExplainedResource {
  const { key, lifecycle_state, cause, unfit_connection, deleting, error, error_kind, state_changed_at } = kept;
  const { event_id, attempt, next_attempt_at } = kept;
  return {
    id: graphId(key),
    key,
    lifecycle_state,
    cause,
    unfit_connection,
    deleting,
    error,
    error_kind,
    since: state_changed_at,
    event_id,
    attempt,
    next_attempt_at,
  };
}
