import type { Tenant } from "@pragma/db";
import { findEdgesTo, findOwners, lockResources, type ResourceRow } from "@pragma/db/queries";

/** All that goes when one resource is deleted, locked. */
export interface DeletionSet {
  /** The target and what goes with it: cascaded dependents and owned resources whose last owner is in the set. */
  members: ReadonlyMap<string, ResourceRow>;
  /** Existing dependents outside the set, of members. */
  outsiders: ResourceRow[];
}

/**
 * Computes and locks what goes with a resource. Call it under the lock of the graph.
 * @param cascade dependents, at any distance, go too
 */
export async function findDeletionSet(tenant: Tenant, target: ResourceRow, cascade: boolean): Promise<DeletionSet> {
  const edges = await findEdgesTo(tenant, target.key);
  const owners = await findOwners(tenant, [...new Set(edges.map((edge) => edge.from_key))]);
  const going = new Set([target.key]);
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
  const rows = await lockResources(tenant, [...going, ...outside]);
  return {
    members: new Map(rows.filter((row) => going.has(row.key)).map((row) => [row.key, row])),
    outsiders: rows.filter((row) => outside.has(row.key)),
  };
}
