import type { Edges } from "./graph.ts";

/** All nodes that can be reached from the given ones, those included, nearest first. */
export function reachable(edges: Edges, starts: Iterable<string>): Set<string> {
  const seen = new Set(starts);
  // A set visits what is added while it is walked.
  for (const node of seen) for (const target of edges.get(node) ?? []) seen.add(target);
  return seen;
}
