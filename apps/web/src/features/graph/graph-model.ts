import { type Graph, type GraphEdge, type GraphNode, type LifecycleState, resourceKey } from "@pragma/contract";

/** A node with its friendly key, which links and addresses use. */
export interface ModelNode extends GraphNode {
  key: string;
}

/** A graph to draw: every edge joins two of its nodes. */
export interface GraphModel {
  nodes: readonly ModelNode[];
  edges: readonly GraphEdge[];
  byId: ReadonlyMap<string, ModelNode>;
  /** The same for graphs of the same nodes and edges, whatever their states. */
  structure: string;
}

/** @param provider leaves out resources of other providers */
export function modelOf(graph: Graph, provider: string | null): GraphModel {
  const byId = new Map<string, ModelNode>();
  for (const node of graph.nodes) {
    if (provider !== null && node.provider !== provider) continue;
    byId.set(node.id, { ...node, key: resourceKey(node) });
  }
  const edges = graph.edges.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const nodes = [...byId.values()];
  const structure = JSON.stringify([nodes.map(({ id }) => id), edges.map(({ from, to, kind }) => [from, to, kind])]);
  return { nodes, edges, byId, structure };
}

export interface Highlight {
  state: LifecycleState | "absent" | null;
  text: string;
}

export function isHighlighting({ state, text }: Highlight): boolean {
  return state !== null || text.trim() !== "";
}

/** Whether a node matches the search. */
export function matches({ key, lifecycle_state }: ModelNode, { state, text }: Highlight): boolean {
  if (state !== null && state !== (lifecycle_state ?? "absent")) return false;
  return key.toLowerCase().includes(text.trim().toLowerCase());
}

export interface Neighbour {
  node: ModelNode;
  kind: GraphEdge["kind"];
}

/** What a node uses or is owned by, and what uses it or is owned by it. */
export function neighboursOf(model: GraphModel, id: string): { upstream: Neighbour[]; downstream: Neighbour[] } {
  const found = { upstream: [] as Neighbour[], downstream: [] as Neighbour[] };
  for (const { from, to, kind } of model.edges) {
    if (from === id) add(found.upstream, model.byId.get(to), kind);
    if (to === id) add(found.downstream, model.byId.get(from), kind);
  }
  return found;
}

function add(list: Neighbour[], node: ModelNode | undefined, kind: GraphEdge["kind"]): void {
  if (node) list.push({ node, kind });
}
