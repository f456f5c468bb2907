import type { ExplainedResource, Explanation } from "@pragma/contract";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findKept } from "./find-kept.ts";
import { graphId } from "./graph-id.ts";
import { type Kept, wayToCause } from "./root-cause.ts";

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
