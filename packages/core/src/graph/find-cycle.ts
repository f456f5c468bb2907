import type { Edges } from "./graph.ts";

/**
 * A cycle that can be reached from a node, as its nodes in the order of the edges, the first not repeated at the end;
 * a node that points to itself is a cycle of one. Null if there is none.
 *
 * Depth-first without recursion: a chain of dependencies may be longer than the stack is deep.
 */
export function findCycle(edges: Edges, start: string): string[] | null {
  const path: string[] = [];
  const onPath = new Set<string>();
  const done = new Set<string>();
  const pending: Iterator<string>[] = [];
  const enter = (node: string): void => {
    path.push(node);
    onPath.add(node);
    pending.push((edges.get(node) ?? [])[Symbol.iterator]());
  };
  enter(start);
  while (pending.length > 0) {
    const next = pending.at(-1)?.next();
    if (next === undefined || next.done) {
      const node = path.pop() as string;
      pending.pop();
      onPath.delete(node);
      done.add(node);
    } else if (onPath.has(next.value)) {
      return path.slice(path.indexOf(next.value));
    } else if (!done.has(next.value)) {
      enter(next.value);
    }
  }
  return null;
}
