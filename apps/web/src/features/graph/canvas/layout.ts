import { Graph, layout } from "@dagrejs/dagre";

export const NODE_WIDTH = 232;
export const NODE_HEIGHT = 60;

const GAP = 18;
const RANK_GAP = 72;
const COMPONENT_GAP = 56;
/** From this size on, the exact ranking takes seconds; the quick one looks nearly the same. */
const EXACT_UP_TO = 150;

/** Width of a screen by its height. */
const SCREEN = 1.6;
/** A part that is this many times as high as wide is folded, unless it has few nodes. */
const TOO_HIGH = 1.5;
const FEW = 40;

export interface LayoutInput {
  ids: readonly string[];
  /** From what is needed to what needs it. */
  edges: readonly (readonly [source: string, target: string])[];
}

export interface Point {
  x: number;
  y: number;
}

export type Positions = Record<string, Point>;

interface Block {
  positions: Positions;
  width: number;
  height: number;
}

/**
 * Where each node goes: what is needed on the left of what needs it. Unconnected parts are laid out separately and put
 * in rows, the largest first; single nodes fill a grid below them.
 */
export function layoutGraph(input: LayoutInput): Positions {
  const parts = componentsOf(input);
  const connected = parts.filter(({ ids }) => ids.length > 1).map(layoutComponent);
  const single = parts.filter(({ ids }) => ids.length === 1).flatMap(({ ids }) => ids);
  connected.sort((one, other) => other.height * other.width - one.height * one.width);
  const blocks = single.length > 0 ? [...connected, grid(single)] : connected;
  return inRows(blocks);
}

/** The connected components of a graph, in the order of their first nodes. */
export function componentsOf({ ids, edges }: LayoutInput): LayoutInput[] {
  const root = new Map(ids.map((id) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) {
      root.set(at, root.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const [source, target] of edges) root.set(find(source), find(target));
  const parts = new Map<string, { ids: string[]; edges: (readonly [string, string])[] }>();
  for (const id of ids) {
    const part = parts.get(find(id)) ?? { ids: [], edges: [] };
    part.ids.push(id);
    parts.set(find(id), part);
  }
  for (const edge of edges) parts.get(find(edge[0]))?.edges.push(edge);
  return [...parts.values()];
}

function layoutComponent({ ids, edges }: LayoutInput): Block {
  const graph = new Graph();
  graph.setGraph({
    rankdir: "LR",
    nodesep: GAP,
    ranksep: RANK_GAP,
    ranker: ids.length > EXACT_UP_TO ? "tight-tree" : "network-simplex",
  });
  for (const id of ids) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [source, target] of edges) graph.setEdge(source, target, {});
  layout(graph);
  // Dagre gives centres.
  const placed = ids.map((id) => {
    const { x, y } = graph.node(id) as Point;
    return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }] as const;
  });
  const block = blockOf(placed);
  return block.height > block.width * TOO_HIGH && ids.length > FEW ? folded(placed) : block;
}

/**
 * The same with high ranks folded into several columns, row by row, so that what was above stays above: hundreds that
 * need the same would otherwise form a strip, of which a screen shows a small part.
 */
function folded(placed: readonly (readonly [string, Point])[]): Block {
  const ranks = [...Map.groupBy(placed, ([, { x }]) => Math.round(x))]
    .sort(([one], [other]) => one - other)
    .map(([, nodes]) => nodes.toSorted(([, one], [, other]) => one.y - other.y).map(([id]) => id));
  const rows = rowsFor(ranks.map((rank) => rank.length));
  const entries: (readonly [string, Point])[] = [];
  let left = 0;
  for (const rank of ranks) {
    const columns = Math.ceil(rank.length / rows);
    const top = ((rows - Math.ceil(rank.length / columns)) * (NODE_HEIGHT + GAP)) / 2;
    for (const [index, id] of rank.entries()) {
      const x = left + (index % columns) * (NODE_WIDTH + GAP);
      entries.push([id, { x, y: top + Math.floor(index / columns) * (NODE_HEIGHT + GAP) }]);
    }
    left += columns * (NODE_WIDTH + GAP) + RANK_GAP;
  }
  return blockOf(entries);
}

/** The smallest number of rows that makes the whole at least as high as a screen of its width. */
function rowsFor(sizes: readonly number[]): number {
  const highest = Math.max(...sizes);
  for (let rows = 1; rows < highest; rows++) {
    const columns = sizes.reduce((sum, size) => sum + Math.ceil(size / rows), 0);
    const width = columns * (NODE_WIDTH + GAP) + sizes.length * RANK_GAP;
    if (rows * (NODE_HEIGHT + GAP) * SCREEN >= width) return rows;
  }
  return highest;
}

function grid(ids: readonly string[]): Block {
  const columns = Math.max(1, Math.ceil(Math.sqrt((ids.length * NODE_HEIGHT) / NODE_WIDTH) * 1.4));
  return blockOf(
    ids.map((id, index) => [
      id,
      {
        x: (index % columns) * (NODE_WIDTH + GAP),
        y: Math.floor(index / columns) * (NODE_HEIGHT + GAP),
      },
    ]),
  );
}

function blockOf(entries: (readonly [string, Point])[]): Block {
  const left = Math.min(...entries.map(([, { x }]) => x));
  const top = Math.min(...entries.map(([, { y }]) => y));
  return {
    positions: Object.fromEntries(entries.map(([id, { x, y }]) => [id, { x: x - left, y: y - top }])),
    width: Math.max(...entries.map(([, { x }]) => x)) - left + NODE_WIDTH,
    height: Math.max(...entries.map(([, { y }]) => y)) - top + NODE_HEIGHT,
  };
}

/** Rows about as wide as all together are high, so that the whole fits a screen. */
function inRows(blocks: readonly Block[]): Positions {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + COMPONENT_GAP) * (height + COMPONENT_GAP), 0);
  const rowWidth = Math.max(Math.sqrt(area) * 1.5, ...blocks.map(({ width }) => width));
  const all: Positions = {};
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  for (const { positions, width, height } of blocks) {
    if (x > 0 && x + width > rowWidth) {
      x = 0;
      y += rowHeight + COMPONENT_GAP;
      rowHeight = 0;
    }
    for (const [id, at] of Object.entries(positions)) all[id] = { x: at.x + x, y: at.y + y };
    x += width + COMPONENT_GAP;
    rowHeight = Math.max(rowHeight, height);
  }
  return all;
}

/** The same layout, moved so that a node stays where it was. */
export function keepInPlace(before: Positions, after: Positions, anchor: string | null): Positions {
  const from = anchor === null ? undefined : before[anchor];
  const to = anchor === null ? undefined : after[anchor];
  if (!from || !to) return after;
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  return Object.fromEntries(Object.entries(after).map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
}

/** The node in both layouts that is nearest to a point of the first. */
export function nearestShared(before: Positions, after: Positions, { x, y }: Point): string | null {
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, at] of Object.entries(before)) {
    const distance = (at.x - x) ** 2 + (at.y - y) ** 2;
    if (after[id] === undefined || distance >= least) continue;
    nearest = id;
    least = distance;
  }
  return nearest;
}
