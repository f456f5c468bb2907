import type { AffectedEdge } from "@pragma/db/queries";
import { topologicalOrder } from "../../foundation/graph/index.ts";

/** Each after its dependencies; what is on a cycle is refused elsewhere, and comes last here. */
export function inDependencyOrder(
  keys: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): string[] {
  try {
    return topologicalOrder(keys, dependencies).reverse();
  } catch {
    return [...keys];
  }
}

/** The longest path from anything outside, so that each level needs only those before it. */
export function levelsOf(
  order: readonly string[],
  dependencies: ReadonlyMap<string, readonly AffectedEdge[]>,
): string[][] {
  const depth = new Map<string, number>();
  const levels: string[][] = [];
  for (const key of order) {
    const above = (dependencies.get(key) ?? []).map(({ to_key }) => depth.get(to_key) ?? -1);
    const level = above.reduce((deepest, one) => Math.max(deepest, one), -1) + 1;
    depth.set(key, level);
    levels[level] ??= [];
    (levels[level] as string[]).push(key);
  }
  return levels;
}
