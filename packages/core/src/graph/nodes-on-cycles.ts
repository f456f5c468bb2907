import type { Edges } from "./graph.ts";

/**
 * The nodes that are part of any cycle, in time linear in the edges: those of strongly connected components of more than
 * one node, and those that point to themselves (Tarjan 1972, without recursion).
 */
export function nodesOnCycles(edges: Edges): Set<string> {
  const found = new Set<string>();
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const root of edges.keys()) {
    if (order.has(root)) continue;
    const path: { node: string; targets: Iterator<string> }[] = [];
    const enter = (node: string): void => {
      order.set(node, order.size);
      low.set(node, order.get(node) as number);
      open.push(node);
      isOpen.add(node);
      path.push({ node, targets: (edges.get(node) ?? [])[Symbol.iterator]() });
    };
    enter(root);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { node } = at;
      const next = at.targets.next();
      if (!next.done) {
        const target = next.value;
        if (target === node) found.add(node);
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) low.set(node, Math.min(low.get(node) as number, order.get(target) as number));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) low.set(parent.node, Math.min(low.get(parent.node) as number, low.get(node) as number));
      if (low.get(node) !== order.get(node)) continue;
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) {
        isOpen.delete(member);
        if (component.length > 1) found.add(member);
      }
    }
  }
  return found;
}
