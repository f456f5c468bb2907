import { parseKey, resourceId } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findWaits, type OutgoingEdges, type Wait } from "@pragma/db/queries";
import { DomainError } from "../../foundation/common/errors.ts";
import { findCycle, nodesOnCycles } from "../../foundation/graph/index.ts";
import type { DeletionSet } from "./deletion-set.ts";

/** A deletion and an update that would wait for each other. */
export interface DeletionRing {
  /** The keys of what waits, in order, from the update on. */
  ring: readonly string[];
  /** The member whose deletion is part of it. */
  member: string;
}

/** Edges of resources that are written together, by key: they replace the stored ones. */
export type WrittenEdges = ReadonlyMap<string, OutgoingEdges>;

const NOTHING_WRITTEN: WrittenEdges = new Map();

/**
 * Why a deletion must not begin although it would only wait for updates: one of them waits, directly or not, for
 * another deletion that would wait for this one. Neither would ever end.
 * @param forgotten members that are removed at once, and wait for nothing
 */
export async function findDeletionRing(
  tenant: Tenant,
  { members, outsiders, runners }: DeletionSet,
  {
    detach = false,
    forgotten = new Set<string>(),
    written = NOTHING_WRITTEN,
  }: { detach?: boolean; forgotten?: ReadonlySet<string>; written?: WrittenEdges },
): Promise<DeletionRing | undefined> {
  const starts = [...runners, ...(detach ? outsiders : [])].map((row) => row.key);
  if (starts.length === 0 || forgotten.size >= members.size) return undefined;
  const found = await findWaitsAfter(tenant, starts, written, members);
  const waits = found.filter(({ from_key, to_key }) => !forgotten.has(from_key) && !forgotten.has(to_key));
  // The dependencies of updates lead away from the deletion set, unless another deletion leads back.
  if (!waits.some((wait) => wait.in_deletion && !members.has(wait.from_key))) return undefined;
  const edges = waitGraph(waits);
  // Each search for a ring may walk through all of the graph.
  const onRings = nodesOnCycles(edges);
  // Deletions alone form no ring: they run in the order of the wanted graph.
  for (const key of new Set(waits.filter((wait) => !wait.in_deletion).map((wait) => wait.from_key))) {
    if (!onRings.has(key)) continue;
    const ring = findCycle(edges, key);
    const member = ring?.find((step) => members.has(step));
    if (ring && member !== undefined) return { ring, member };
  }
  return undefined;
}

/** Refuses a deletion that a ring was found for. @param of its id */
export function deletionRingError({ ring }: DeletionRing, of: string, resource?: { id: string }): DomainError {
  const update = idOf(ring[0] as string);
  const message = `${of} cannot be deleted: its deletion and the update of ${update} would wait for each other (${walk(ring)})`;
  return new DomainError("has_dependents", message, {
    ...(resource && { resource_id: resource.id }),
    dependents: [update],
    cycle: ring.map(idOf),
  });
}

/**
 * The resources that the given ones will wait for, and so on, once others have the edges that are written with them.
 * @param going about to be deleted
 */
async function findWaitsAfter(
  tenant: Tenant,
  keys: readonly string[],
  written: WrittenEdges,
  going: ReadonlyMap<string, unknown>,
): Promise<Wait[]> {
  const added = [...written].flatMap(([from_key, { dependencies, running }]): Wait[] => [
    ...dependencies.filter((to_key) => !going.has(to_key)).map((to_key) => ({ from_key, to_key, in_deletion: false })),
    ...running.filter((key) => going.has(key)).map((key) => ({ from_key: key, to_key: from_key, in_deletion: true })),
  ]);
  const starts = new Set([...keys, ...added.map(({ to_key }) => to_key)]);
  const stored = await findWaits(tenant, [...starts], [...going.keys()]);
  const isReplaced = ({ from_key, to_key, in_deletion }: Wait): boolean =>
    in_deletion ? going.has(from_key) && written.has(to_key) && !going.has(to_key) : written.has(from_key);
  return [...stored.filter((wait) => !isReplaced(wait)), ...added];
}

/**
 * Why an apply would make a resource wait for a deletion that waits for it, or belong to something that waits for such
 * a one.
 * @param edges the resource's edges after the apply
 * @returns undefined if it would not
 */
export async function findApplyRing(
  tenant: Tenant,
  key: string,
  edges: OutgoingEdges,
): Promise<DomainError | undefined> {
  return (await findApplyRings(tenant, new Map([[key, edges]]))).get(key);
}

/** `findApplyRing` for resources that are applied together. @returns why not, by key */
export async function findApplyRings(tenant: Tenant, written: WrittenEdges): Promise<Map<string, DomainError>> {
  const owners = [...written.values()].flatMap((edges) => edges.owners);
  const waits = await findWaitsAfter(tenant, owners, written, new Map());
  const isLeaving = new Set(waits.filter((wait) => wait.in_deletion).map((wait) => wait.from_key));
  const errors = new Map<string, DomainError>();
  if (isLeaving.size === 0) return errors;
  const graph = waitGraph(waits);
  const withOwners = new Map(graph);
  for (const [key, { owners }] of written) withOwners.set(key, [...(graph.get(key) ?? []), ...owners]);
  // Each search for a ring may walk through all of the graph.
  const mayBeOnRings = nodesOnCycles(withOwners);
  for (const [key, edges] of written) {
    if (!mayBeOnRings.has(key)) continue;
    const { dependencies, owners } = edges;
    // Its owners must not wait for it either; that is no reason why others would wait.
    graph.set(key, [...dependencies, ...owners]);
    const error = applyRing(findCycle(graph, key) ?? [], edges, isLeaving);
    graph.set(key, dependencies);
    if (error) errors.set(key, error);
  }
  return errors;
}

function applyRing(
  ring: readonly string[],
  { dependencies }: OutgoingEdges,
  isLeaving: ReadonlySet<string>,
): DomainError | undefined {
  const [key = "", next = key] = ring;
  const leaving = ring.filter((step) => isLeaving.has(step)).map(idOf);
  if (leaving.length === 0) return undefined;
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
