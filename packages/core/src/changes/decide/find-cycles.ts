import { findEdgesFrom, hasAwaitingDeletions, type OutgoingEdges } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import { findCycle, nodesOnCycles } from "../../foundation/graph/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { findApplyRings } from "../../resources/delete/deletion-ring.ts";
import { cycleError } from "../../resources/references/graph-cycle.ts";
import { refuseBy } from "./decide-documents.ts";
import type { DecidedDocument } from "./decision.ts";

/** Refuses each document whose edges close a cycle, with the others or with what is there. */
export async function refuseCycles(
  core: Core,
  context: RequestContext,
  documents: readonly DecidedDocument[],
): Promise<void> {
  const fresh = documents.filter(({ write }) => write?.effects.edges !== undefined);
  if (fresh.length === 0) return;
  const edges = await graphWith(core, context, fresh);
  const onCycles = nodesOnCycles(edges);
  let shown = 0;
  for (const document of fresh) {
    if (!onCycles.has(document.key)) continue;
    // Finding a path takes time, and thousands of documents may be on the same cycle.
    const path = shown++ < MAX_PATHS ? findCycle(edges, document.key) : null;
    refuseBy(document, path ? cycleError(path) : new DomainError("cycle", "The dependencies and owners form a cycle"));
  }
  await refuseRings(core, context, fresh);
}

/** How many cycles are spelled out. */
const MAX_PATHS = 20;

/** A resource must not wait for a deletion that waits for it. Deletions that wait are rare. */
async function refuseRings(core: Core, context: RequestContext, fresh: readonly DecidedDocument[]): Promise<void> {
  const tenant = core.db.tenant(context.organizationId);
  if (!(await hasAwaitingDeletions(tenant))) return;
  const rings = await findApplyRings(tenant, edgesOfDocuments(fresh));
  for (const document of fresh) {
    const ring = rings.get(document.key);
    if (ring) refuseBy(document, ring);
  }
}

/** The new edges of those documents that have any, by key. */
export function edgesOfDocuments(documents: readonly DecidedDocument[]): Map<string, OutgoingEdges> {
  return new Map(
    documents.flatMap(({ key, write }) => (write?.effects.edges ? [[key, write.effects.edges] as const] : [])),
  );
}

/** Edges of the documents: their own new ones in place of the stored ones. */
async function graphWith(
  core: Core,
  context: RequestContext,
  fresh: readonly DecidedDocument[],
): Promise<Map<string, string[]>> {
  const edges = new Map<string, string[]>();
  for (const { key, write } of fresh) {
    const { dependencies = [], owners = [] } = write?.effects.edges ?? {};
    edges.set(key, [...dependencies, ...owners]);
  }
  const targets = [...new Set([...edges.values()].flat())].filter((key) => !edges.has(key));
  if (targets.length === 0) return edges;
  const own = new Set(edges.keys());
  for (const { from_key, to_key } of await findEdgesFrom(core.db.tenant(context.organizationId), targets)) {
    if (own.has(from_key)) continue;
    const out = edges.get(from_key);
    if (out) out.push(to_key);
    else edges.set(from_key, [to_key]);
  }
  return edges;
}
