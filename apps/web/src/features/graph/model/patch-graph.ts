import type { Graph, LifecycleState, StateChange } from "@pragma/contract";

/**
 * The graph with the states of a batch of changes, or the same object if none concerns it. Only the server knows
 * whether nodes and edges are still the same.
 */
export function patchGraph(graph: Graph, changes: readonly StateChange[]): Graph {
  const latest = new Map<string, LifecycleState | null>();
  for (const { resource_id, lifecycle_state } of changes) latest.set(resource_id, lifecycle_state);
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    const state = latest.get(node.id);
    if (state === undefined || state === node.lifecycle_state) return node;
    changed = true;
    return { ...node, lifecycle_state: state };
  });
  return changed ? { ...graph, nodes } : graph;
}
