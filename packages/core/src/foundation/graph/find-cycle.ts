import type { Edges } from "./graph.ts";

/**
 * The shortest cycle through a node, as its nodes in the order of the edges, starting with that node, which is not
 * repeated at the end; a node that points to itself is a cycle of one. Null if there is none.
 */
export function findCycle(edges: Edges, node: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [node];
  // The array grows during the loop.
  for (const at of queue) {
    for (const target of edges.get(at) ?? []) {
      if (target === node) return pathTo(at, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, at);
      queue.push(target);
    }
  }
  return null;
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let at = cameFrom.get(end); at !== undefined; at = cameFrom.get(at)) path.push(at);
  return path.reverse();
}
