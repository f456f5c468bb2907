import type { Tenant } from "@pragma/db";
import { findEdgesTo, findOwnersLeft, lockResources, type ResourceRow } from "@pragma/db/queries";
import { topologicalOrder } from "../graph/index.ts";

/** All that goes when resources are deleted. */
export interface DeletionSet {
  /**
   * The targets and what goes with them: cascaded dependents and owned resources whose last owner is in the set. Each
   * comes before what it depends on and what it is owned by, so a single target is the last.
   */
  members: ReadonlyMap<string, ResourceRow>;
  /** Existing dependents outside the set, of members. */
  outsiders: ResourceRow[];
}

/**
 * Computes and locks what goes with resources. Call it under the lock of the graph, unless it is only looked at.
 * @param targets their keys
 * @param cascade dependents, at any distance, go too
 * @param read how the rows are read
 */
export async function findDeletionSet(
  tenant: Tenant,
  targets: readonly string[],
  cascade: boolean,
  read: typeof lockResources = lockResources,
): Promise<DeletionSet> {
  const edges = await findEdgesTo(tenant, targets);
  const owners = await findOwnersLeft(tenant, [...new Set(edges.map((edge) => edge.from_key))]);
  const going = new Set(targets);
  const lastOwnerGoes = (key: string): boolean => owners.every((edge) => edge.owned !== key || going.has(edge.owner));
  // Each round adds what the members of the last one take along; a resource with two owners waits for both.
  for (let before = -1; before !== going.size; ) {
    before = going.size;
    for (const edge of edges) {
      if (!going.has(edge.to_key) || going.has(edge.from_key)) continue;
      if (edge.kind === "dependency" ? cascade : lastOwnerGoes(edge.from_key)) going.add(edge.from_key);
    }
  }
  const outside = new Set(
    edges
      .filter((edge) => edge.kind === "dependency" && going.has(edge.to_key) && !going.has(edge.from_key))
      .map((edge) => edge.from_key),
  );
  const rows = new Map((await read(tenant, [...going, ...outside])).map((row) => [row.key, row]));
  const outgoing = new Map([...Map.groupBy(edges, (edge) => edge.from_key)].map(([key, out]) => [key, out.map(toKey)]));
  const pick = (keys: Iterable<string>): ResourceRow[] => [...keys].flatMap((key) => rows.get(key) ?? []);
  return {
    members: new Map(pick(topologicalOrder(going, outgoing)).map((row) => [row.key, row])),
    outsiders: pick([...outside].sort()),
  };
}

function toKey({ to_key }: { to_key: string }): string {
  return to_key;
}
