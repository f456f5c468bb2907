import { type Graph, type GraphEdge, type GraphNode, type LifecycleState, resourceKey } from "@pragma/contract";
import type { NodeGroup } from "./node-group.ts";

/** A node with its friendly key, which links and addresses use. */
export interface ModelNode extends GraphNode {
  key: string;
  /** The group it stands for, if it is no single resource. */
  group: NodeGroup | null;
  /** The change's sign for it; that a created node did not exist before is no news. */
  change?: { sign: string; isNew: boolean };
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
  const own = graph.nodes.filter((node) => provider === null || node.provider === provider);
  return modelOfNodes(
    own.map((node) => ({ ...node, key: resourceKey(node), group: null })),
    graph.edges,
  );
}

/** A model of some nodes, with the edges between them. */
export function modelOfNodes(all: readonly ModelNode[], between: readonly GraphEdge[]): GraphModel {
  const byId = new Map(all.map((node) => [node.id, node]));
  const edges = between.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const nodes = [...byId.values()];
  const structure = JSON.stringify([nodes.map(({ id }) => id), edges.map(({ from, to, kind }) => [from, to, kind])]);
  return { nodes, edges, byId, structure };
}

export interface Highlight {
  state: LifecycleState | "absent" | null;
  text: string;
  /** Ids of those that are looked for; null for any. */
  ids: ReadonlySet<string> | null;
}

export function isHighlighting({ state, text, ids }: Highlight): boolean {
  return state !== null || text.trim() !== "" || ids !== null;
}

/** Whether a node matches the search; a group does if one of it does. */
export function matches(node: ModelNode, highlight: Highlight): boolean {
  const { id, key, name, lifecycle_state, group } = node;
  const { state, text, ids } = highlight;
  if (group !== null && group.members.length > 0) return group.members.some((member) => matches(member, highlight));
  if (ids !== null && !ids.has(id)) return false;
  if (state !== null && !isIn(state, lifecycle_state, group)) return false;
  return (group === null ? key : name).toLowerCase().includes(text.trim().toLowerCase());
}

/** Whether a resource, or one of a group, is in a state. */
function isIn(wanted: LifecycleState | "absent", state: LifecycleState | null, group: NodeGroup | null): boolean {
  if (group === null) return wanted === (state ?? "absent");
  return wanted !== "absent" && (group.by_state[wanted] ?? 0) > 0;
}

/** Whether a node has a root cause and a blast radius: not a group, nor what does not exist. */
export function isAskable({ group, lifecycle_state }: ModelNode): boolean {
  return group === null && lifecycle_state !== null;
}

export interface Neighbour {
  node: ModelNode;
  kind: GraphEdge["kind"];
}

/** Nodes that it uses or is owned by, and nodes that use it or are owned by it. */
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
