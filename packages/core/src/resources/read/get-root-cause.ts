import type { Cause, Explanation, GraphEdge, LifecycleState } from "@pragma/contract";
import { findEdgesBetween } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { explanationOf } from "./explain-resource.ts";
import { findKept } from "./find-kept.ts";
import { graphId } from "./graph-id.ts";
import type { Kept } from "./root-cause.ts";

/** A resource that is waited for, and what keeps it. */
export interface AwaitedResource {
  id: string;
  key: string;
  /** Null if it does not exist. */
  lifecycle_state: LifecycleState | null;
  cause: Cause;
  deleting: boolean;
  /** Key of one that waits for it, nearer to the start. Null for the start. */
  waiter: string | null;
}

/** The resources that one waits for, as a part of the graph. */
export interface RootCause {
  explanation: Explanation;
  /** The resource itself, then all that it waits for, directly or not, the nearest first. Empty if nothing keeps it. */
  awaited: AwaitedResource[];
  /** The edges between them. */
  edges: GraphEdge[];
}

/** Drawn between what is awaited. */
const MAX_EDGES = 10_000;

/**
 * All that a resource waits for, with the way to the root cause: what `explainResource` says, and the graph that it says
 * it of. At most 1,000 resources are looked at.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export function getRootCause(core: Core, { organizationId }: RequestContext, id: string): Promise<RootCause> {
  return core.reading(organizationId, async (reader) => {
    const { kept, truncated } = await findKept(reader, organizationId, id);
    const keys = kept.map(({ key }) => key);
    const edges = keys.length < 2 ? [] : await findEdgesBetween(reader.db.tenant(organizationId), keys, MAX_EDGES);
    return {
      explanation: explanationOf(core, kept, truncated),
      awaited: kept.map(present),
      edges: edges.map(({ from_key, to_key, kind }) => ({ from: graphId(from_key), to: graphId(to_key), kind })),
    };
  });
}

function present({ key, lifecycle_state, cause, deleting, waiter }: Kept): AwaitedResource {
  return { id: graphId(key), key, lifecycle_state, cause, deleting, waiter };
}
