import { atOnce, type Steps, stepwise } from "../common/in-turns.ts";
import type { Edges } from "./graph.ts";

/** There is no order, since the nodes form a cycle. */
export class CycleError extends Error {
  override name = "CycleError";
}

/**
 * The nodes in an order in which each precedes the nodes it points to: with edges from a resource to its dependencies,
 * dependents come first, as a cascading delete needs. Unrelated nodes keep the given order. Edges to nodes that are not
 * given are ignored.
 *
 * @throws CycleError
 */
export function topologicalOrder(nodes: Iterable<string>, edges: Edges): string[] {
  return atOnce(topologicalSteps(nodes, edges));
}

/** `topologicalOrder` for thousands of nodes, in steps. @throws CycleError */
export function* topologicalSteps(nodes: Iterable<string>, edges: Edges): Steps<string[]> {
  const incoming = new Map<string, number>();
  for (const node of nodes) incoming.set(node, 0);
  // A duplicate edge counts every time, here and below.
  const targetsOf = (node: string) => edges.get(node) ?? [];
  yield* stepwise(incoming.keys(), (node) => {
    for (const target of targetsOf(node)) {
      const count = incoming.get(target);
      if (count !== undefined) incoming.set(target, count + 1);
    }
  });
  const order: string[] = [];
  for (const [node, count] of incoming) if (count === 0) order.push(node);
  // The array grows during the loop: it is both the queue and the result.
  yield* stepwise(order, (node) => {
    for (const target of targetsOf(node)) {
      const count = incoming.get(target);
      if (count === undefined) continue;
      incoming.set(target, count - 1);
      if (count === 1) order.push(target);
    }
  });
  if (order.length < incoming.size) throw new CycleError("The nodes form a cycle");
  return order;
}
