import { parseKey, resourceId } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findWaits, type OutgoingEdges, type Wait } from "@pragma/db/queries";
import { DomainError } from "../../common/errors.ts";
import { findCycle } from "../../graph/index.ts";
import type { DeletionSet } from "./deletion-set.ts";

/**
 * Why a deletion must not begin although it would only wait for updates: one of them waits, directly or not, for
 * another deletion that would wait for this one. Neither would ever end.
 */
export async function findDeletionRing(
  tenant: Tenant,
  { members, outsiders, runners }: DeletionSet,
  { of, resource, detach }: { of: string; resource?: { id: string }; detach?: boolean },
): Promise<DomainError | undefined> {
  const starts = [...runners, ...(detach === true ? outsiders : [])].map((row) => row.key);
  if (starts.length === 0) return undefined;
  const waits = await findWaits(tenant, starts, [...members.keys()]);
  // The dependencies of updates lead away from the deletion set, unless another deletion leads back.
  if (!waits.some((wait) => wait.in_deletion && !members.has(wait.from_key))) return undefined;
  const edges = waitGraph(waits);
  // Deletions alone form no ring: they run in the order of the wanted graph.
  for (const key of new Set(waits.filter((wait) => !wait.in_deletion).map((wait) => wait.from_key))) {
    const ring = findCycle(edges, key);
    if (!ring) continue;
    const message = `${of} cannot be deleted: its deletion and the update of ${idOf(key)} would wait for each other (${walk(ring)})`;
    return new DomainError("has_dependents", message, {
      ...(resource && { resource_id: resource.id }),
      dependents: [idOf(key)],
      cycle: ring.map(idOf),
    });
  }
  return undefined;
}

/**
 * Why an apply would make a resource wait for a deletion that waits for it, or belong to something that waits for such
 * a one.
 * @param edges the resource's dependencies and owners after the apply
 * @returns undefined if it would not
 */
export async function findApplyRing(
  tenant: Tenant,
  key: string,
  { dependencies, owners }: Pick<OutgoingEdges, "dependencies" | "owners">,
): Promise<DomainError | undefined> {
  const targets = [...dependencies, ...owners];
  const waits = await findWaits(tenant, targets);
  const ring = findCycle(new Map([...waitGraph(waits), [key, targets]]), key) ?? [];
  const isLeaving = new Set(waits.filter((wait) => wait.in_deletion).map((wait) => wait.from_key));
  const leaving = ring.filter((step) => isLeaving.has(step)).map(idOf);
  if (leaving.length === 0) return undefined;
  const next = ring[1] ?? key;
  const reason = dependencies.includes(next)
    ? `would wait for ${leaving.join(", ")}, whose deletion waits for it`
    : `would belong to ${idOf(next)}, and the deletion of ${leaving.join(", ")} waits for it`;
  const message = `${idOf(key)} ${reason} (${walk(ring)}): cancel that deletion first`;
  return new DomainError("deletion_in_progress", message, { resource_id: idOf(key), cycle: ring.map(idOf) });
}

function waitGraph(waits: readonly Wait[]): Map<string, string[]> {
  return new Map(
    [...Map.groupBy(waits, (wait) => wait.from_key)].map(([key, out]) => [key, out.map((wait) => wait.to_key)]),
  );
}

function walk(ring: readonly string[]): string {
  return [...ring, ring[0]].join(" → ");
}

function idOf(key: string): string {
  const ref = parseKey(key);
  return ref ? resourceId(ref) : key;
}
