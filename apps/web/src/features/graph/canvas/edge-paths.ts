import type { GraphEdge } from "@pragma/contract";
import { NODE_HEIGHT, NODE_WIDTH, type Point, type Positions } from "./layout.ts";

/** SVG paths that draw many edges at once. */
export interface EdgePaths {
  dependencies: string;
  owners: string;
  /** Triangles at the ends of both. */
  arrows: string;
}

const ARROW = 9;

/** Edges from what is needed to what needs it, without those of nodes that have no position yet. */
export function edgePaths(edges: readonly GraphEdge[], positions: Positions): EdgePaths {
  const parts = { dependency: [] as string[], owner: [] as string[], arrows: [] as string[] };
  for (const { from, to, kind } of edges) {
    const [source, target] = [positions[to], positions[from]];
    if (!source || !target) continue;
    const start = { x: source.x + NODE_WIDTH, y: source.y + NODE_HEIGHT / 2 };
    const end = { x: target.x, y: target.y + NODE_HEIGHT / 2 };
    parts[kind].push(curve(start, { x: end.x - ARROW, y: end.y }));
    parts.arrows.push(`M${end.x},${end.y}l${-ARROW},${-ARROW / 2}v${ARROW}z`);
  }
  return { dependencies: parts.dependency.join(""), owners: parts.owner.join(""), arrows: parts.arrows.join("") };
}

export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Larger than a screen at most zooms, so that panning rarely needs other edges. */
const CELL = 1200;

/** The cells of a coarse grid that are in view, and those around them. */
export function areaInView([x, y, zoom]: readonly [number, number, number], width: number, height: number): Area {
  return {
    left: (Math.floor(-x / zoom / CELL) - 1) * CELL,
    top: (Math.floor(-y / zoom / CELL) - 1) * CELL,
    right: (Math.ceil((width - x) / zoom / CELL) + 1) * CELL,
    bottom: (Math.ceil((height - y) / zoom / CELL) + 1) * CELL,
  };
}

/** Edges that may be seen in an area: their curves stay between their ends, up to a column to the sides. */
export function edgesWithin(edges: readonly GraphEdge[], positions: Positions, area: Area): GraphEdge[] {
  return edges.filter(({ from, to }) => {
    const [one, other] = [positions[to], positions[from]];
    if (!one || !other) return false;
    return (
      Math.max(one.x, other.x) + 2 * NODE_WIDTH >= area.left &&
      Math.min(one.x, other.x) - NODE_WIDTH <= area.right &&
      Math.max(one.y, other.y) + NODE_HEIGHT >= area.top &&
      Math.min(one.y, other.y) <= area.bottom
    );
  });
}

/** Leaves to the right and arrives from the left, even if the end lies left of the start. */
function curve(start: Point, end: Point): string {
  const reach = Math.max(Math.abs(end.x - start.x) / 2, 30);
  return `M${start.x},${start.y}C${start.x + reach},${start.y} ${end.x - reach},${end.y} ${end.x},${end.y}`;
}
