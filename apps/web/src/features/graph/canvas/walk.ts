import { type GraphModel, neighboursOf } from "../model/graph-model.ts";
import type { Positions } from "./layout.ts";

export type Step = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

export function isStep(key: string): key is Step {
  return key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown";
}

/**
 * The node that an arrow key leads to: left along the edges to what a node needs, right to what needs it, up and down to
 * the nearest one in the same column.
 */
export function stepFrom(model: GraphModel, positions: Positions, id: string, step: Step): string | null {
  const here = positions[id];
  if (!here) return null;
  const candidates = inDirection(model, positions, id, step);
  const distance = (other: string): number => Math.abs((positions[other]?.y ?? Number.POSITIVE_INFINITY) - here.y);
  return candidates.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

function inDirection(model: GraphModel, positions: Positions, id: string, step: Step): string[] {
  const { x, y } = positions[id] ?? { x: 0, y: 0 };
  const { upstream, downstream } = neighboursOf(model, id);
  const heightOf = (other: string): number => positions[other]?.y ?? y;
  switch (step) {
    case "ArrowLeft":
      return upstream.map(({ node }) => node.id);
    case "ArrowRight":
      return downstream.map(({ node }) => node.id);
    case "ArrowUp":
      return column(positions, x).filter((other) => heightOf(other) < y);
    case "ArrowDown":
      return column(positions, x).filter((other) => heightOf(other) > y);
  }
}

/** Columns of one rank share their left side up to rounding. */
function column(positions: Positions, x: number): string[] {
  return Object.entries(positions).flatMap(([id, at]) => (Math.abs(at.x - x) < 2 ? [id] : []));
}
