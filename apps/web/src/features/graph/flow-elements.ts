import type { Node } from "@xyflow/react";
import { type GraphModel, type Highlight, isHighlighting, type ModelNode, matches } from "./graph-model.ts";
import { NODE_HEIGHT, NODE_WIDTH, type Point, type Positions } from "./layout.ts";

/** The look of a node during a search. */
export type Emphasis = "none" | "match" | "other";

export type ResourceFlowNode = Node<{ node: ModelNode; emphasis: Emphasis; isRoot: boolean }, "resource">;

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };
interface Drawing {
  positions: Positions;
  selected: string | null;
  root: string | null;
  highlight: Highlight;
}

/**
 * Nodes as React Flow draws them, from left to right and top to bottom, which is also the order of the Tab key. Those
 * that look the same as before stay the same objects, so that a change redraws one node, not all.
 */
export function flowNodes(
  model: GraphModel,
  { positions, selected, root, highlight }: Drawing,
  before: ReadonlyMap<string, ResourceFlowNode>,
): ResourceFlowNode[] {
  const looking = isHighlighting(highlight);
  const found = (node: ModelNode): Emphasis => (matches(node, highlight) ? "match" : "other");
  const drawn = model.nodes.flatMap((node) => {
    const position = positions[node.id];
    if (!position) return [];
    const emphasis = looking ? found(node) : "none";
    const next = flowNode(node, { position, emphasis, isRoot: node.key === root, isSelected: node.key === selected });
    const last = before.get(node.id);
    return [last && looksLike(last, next) ? last : next];
  });
  return drawn.sort((one, other) => one.position.x - other.position.x || one.position.y - other.position.y);
}

function flowNode(
  node: ModelNode,
  look: { position: Point; emphasis: Emphasis; isRoot: boolean; isSelected: boolean },
): ResourceFlowNode {
  const { position, emphasis, isRoot, isSelected } = look;
  return {
    id: node.id,
    type: "resource",
    position,
    data: { node, emphasis, isRoot },
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
    last.data.emphasis === next.data.emphasis &&
    last.data.isRoot === next.data.isRoot &&
    last.selected === next.selected &&
    last.position.x === next.position.x &&
    last.position.y === next.position.y
  );
}
