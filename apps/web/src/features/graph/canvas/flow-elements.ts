import type { Node } from "@xyflow/react";
import { type GraphModel, type Highlight, isHighlighting, type ModelNode, matches } from "../model/graph-model.ts";
import { stateWords } from "../model/node-group.ts";
import type { Answer } from "../question/answer.ts";
import { NODE_HEIGHT, NODE_WIDTH, type Point, type Positions } from "./layout.ts";

/** The look of a node during a search, or beside the selected one. */
export type Emphasis = "none" | "match" | "other";

export interface ResourceNodeData extends Record<string, unknown> {
  node: ModelNode;
  emphasis: Emphasis;
  isRoot: boolean;
  /** Shown in place of its type. */
  note: string | null;
}

export type ResourceFlowNode = Node<ResourceNodeData, "resource">;

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };

interface Drawing {
  positions: Positions;
  selected: string | null;
  root: string | null;
  highlight: Highlight;
  /** The answer to a question; nodes it does not concern are dimmed. */
  told: Pick<Answer, "ids" | "notes"> | null;
}

/**
 * Nodes as React Flow draws them, from left to right and top to bottom, which is also the order of the Tab key. Those
 * that look the same as before stay the same objects, so that a change redraws one node, not all.
 */
export function flowNodes(
  model: GraphModel,
  { positions, selected, root, highlight, told }: Drawing,
  before: ReadonlyMap<string, ResourceFlowNode>,
): ResourceFlowNode[] {
  const looking = isHighlighting(highlight);
  // Where somebody looks for something, what is selected besides hides nothing of it.
  const related = told || looking ? null : relatedTo(model, selected);
  const emphasisOf = (node: ModelNode): Emphasis => {
    if (told && !told.ids.has(node.id)) return "other";
    if (!looking) return related === null || related.has(node.id) ? "none" : "other";
    return matches(node, highlight) ? "match" : "other";
  };
  const drawn = model.nodes.flatMap((node) => {
    const position = positions[node.id];
    if (!position) return [];
    const emphasis = emphasisOf(node);
    const note = told?.notes.get(node.id) ?? null;
    const [isRoot, isSelected] = [node.key === root, node.key === selected];
    const next = flowNode(node, { position, emphasis, isRoot, isSelected, note });
    const last = before.get(node.id);
    return [last && looksLike(last, next) ? last : next];
  });
  return drawn.sort((one, other) => one.position.x - other.position.x || one.position.y - other.position.y);
}

/** The ids of a node and of all at the other ends of its edges; null if it is not drawn. @param key of the node */
function relatedTo({ nodes, edges }: GraphModel, key: string | null): ReadonlySet<string> | null {
  const id = nodes.find((node) => node.key === key)?.id;
  if (id === undefined) return null;
  return new Set([id, ...edges.flatMap(({ from, to }) => (from === id || to === id ? [from, to] : []))]);
}

function flowNode(
  node: ModelNode,
  drawn: { position: Point; emphasis: Emphasis; isRoot: boolean; isSelected: boolean; note: string | null },
): ResourceFlowNode {
  const { position, emphasis, isRoot, isSelected, note } = drawn;
  return {
    id: node.id,
    type: "resource",
    position,
    data: { node, emphasis, isRoot, note },
    selected: isSelected,
    ...SIZE,
    measured: SIZE,
    // Its name is what it shows.
    ariaRole: "button",
    domAttributes: { "aria-roledescription": undefined, "aria-pressed": isSelected },
  };
}

function looksLike(last: ResourceFlowNode, next: ResourceFlowNode): boolean {
  return (
    last.data.node.lifecycle_state === next.data.node.lifecycle_state &&
    isSameGroup(last.data.node, next.data.node) &&
    last.data.emphasis === next.data.emphasis &&
    last.data.isRoot === next.data.isRoot &&
    last.data.note === next.data.note &&
    last.selected === next.selected &&
    last.position.x === next.position.x &&
    last.position.y === next.position.y
  );
}

function isSameGroup({ group: one, name }: ModelNode, { group: other, name: next }: ModelNode): boolean {
  if (one === null || other === null) return one === other;
  return name === next && one.name === other.name && stateWords(one) === stateWords(other);
}
