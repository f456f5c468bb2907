import type { EdgeFact, StoredResource } from "./facts.ts";
import type { Random } from "./random.ts";
import { isOutside } from "./universe.ts";

/**
 * Resources whose change can be followed: they and everything that depends on them, directly or not, are ready, so only
 * the change causes any work.
 * @param count maximum number
 */
export function pickRoots(
  random: Random,
  resources: readonly StoredResource[],
  edges: readonly EdgeFact[],
  count: number,
): StoredResource[] {
  const byName = new Map(resources.map((resource) => [`${resource.space} ${resource.key}`, resource]));
  const incoming = Map.groupBy(edges, ({ space, to }) => `${space} ${to}`);
  const isQuiet = (name: string, seen: Set<string>): boolean => {
    if (seen.has(name)) return true;
    seen.add(name);
    const resource = byName.get(name);
    if (resource?.state !== "ready" || resource.stale || resource.deleting || !follows(resource)) return false;
    return (incoming.get(name) ?? []).every(({ space, from }) => isQuiet(`${space} ${from}`, seen));
  };
  const suitable = [...byName].filter(
    ([name, { key }]) => isOutside(key) && incoming.has(name) && isQuiet(name, new Set()),
  );
  return random.sample(suitable, count).map(([, resource]) => resource);
}

/** Whether it becomes what its dependencies are: what is paused, observed, or ignores some of them does not. */
function follows({ handling: { paused, mode, ignore } }: StoredResource): boolean {
  return !paused && mode === "full" && ignore.length === 0;
}
