import type { Tenant } from "@pragma/db";
import { findEdgesTo, findOwnersLeft, lockResources, type ResourceRow, readResources } from "@pragma/db/queries";
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
  /** Resources outside the set that run with members and want them no more. They may depend on others of them. */
  runners: ResourceRow[];
}

/**
 * Computes what goes with resources, and locks it, with those outside who depend on it or run with it. Call it under the
 * lock of the graph.
 *
 * That lock keeps edges from being added; an apply that drops one takes no more than the lock of its row. So what was
 * read counts only once all of its rows are locked: until then it is read again. Rows locked late are out of order;
 * should two deletions block each other that way, Postgres ends one, which is then repeated.
 *
 * @param targets their keys
 * @param cascade dependents, at any distance, go too
 */
export async function lockDeletionSet(
  tenant: Tenant,
  targets: readonly string[],
  cascade: boolean,
): Promise<DeletionSet> {
  const locked = new Set<string>();
  const rows = new Map<string, ResourceRow>();
  for (;;) {
    const drawn = await drawSet(tenant, targets, cascade);
    const missing = keysOf(drawn).filter((key) => !locked.has(key));
    if (missing.length === 0) return present(drawn, rows);
    for (const keys of inBatches(missing.sort())) {
      for (const row of await lockResources(tenant, keys)) rows.set(row.key, row);
    }
    for (const key of missing) locked.add(key);
  }
}

/** `lockDeletionSet` for those who only look. */
export async function readDeletionSet(
  tenant: Tenant,
  targets: readonly string[],
  cascade: boolean,
): Promise<DeletionSet> {
  const drawn = await drawSet(tenant, targets, cascade);
  const rows = new Map<string, ResourceRow>();
  for (const keys of inBatches(keysOf(drawn))) {
    for (const row of await readResources(tenant, keys)) rows.set(row.key, row);
  }
  return present(drawn, rows);
}

/** So many rows come at once: others get their turn in between. */
const BATCH = 250;

function* inBatches(keys: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < keys.length; start += BATCH) yield keys.slice(start, start + BATCH);
}

/** A set by its keys. */
interface DrawnSet {
  /** In order. */
  members: string[];
  outsiders: string[];
  runners: string[];
}

async function drawSet(tenant: Tenant, targets: readonly string[], cascade: boolean): Promise<DrawnSet> {
  const edges = await findEdgesTo(tenant, targets);
  const owners = await findOwnersLeft(tenant, [...new Set(edges.map((edge) => edge.from_key))]);
  const ownersOf = Map.groupBy(owners, (edge) => edge.owned);
  const going = new Set(targets);
  const lastOwnerGoes = (key: string): boolean => ownersOf.get(key)?.every(({ owner }) => going.has(owner)) ?? true;
  // Each round adds what the members of the last one take along; a resource with two owners waits for both.
  for (let before = -1; before !== going.size; ) {
    before = going.size;
    for (const edge of edges) {
      if (!going.has(edge.to_key) || going.has(edge.from_key)) continue;
      if (edge.kind === "dependency" && cascade) going.add(edge.from_key);
      if (edge.kind === "owner" && lastOwnerGoes(edge.from_key)) going.add(edge.from_key);
    }
  }
  const outside = (kind: "dependency" | "running"): string[] => {
    const found = edges.filter((edge) => edge.kind === kind && going.has(edge.to_key) && !going.has(edge.from_key));
    return [...new Set(found.map((edge) => edge.from_key))].sort();
  };
  // What runs with what may go round in circles: the wanted order counts.
  const wanted = edges.filter((edge) => edge.kind !== "running");
  const outgoing = new Map(
    [...Map.groupBy(wanted, (edge) => edge.from_key)].map(([key, out]) => [key, out.map(toKey)]),
  );
  return {
    members: topologicalOrder(going, outgoing),
    outsiders: outside("dependency"),
    runners: outside("running"),
  };
}

function toKey({ to_key }: { to_key: string }): string {
  return to_key;
}

function keysOf({ members, outsiders, runners }: DrawnSet): string[] {
  return [...new Set([...members, ...outsiders, ...runners])];
}

function present({ members, outsiders, runners }: DrawnSet, rows: ReadonlyMap<string, ResourceRow>): DeletionSet {
  const pick = (keys: readonly string[]): ResourceRow[] => keys.flatMap((key) => rows.get(key) ?? []);
  return {
    members: new Map(pick(members).map((row) => [row.key, row])),
    outsiders: pick(outsiders),
    runners: pick(runners),
  };
}
