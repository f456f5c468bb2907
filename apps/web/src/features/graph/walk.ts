import { type GraphModel, neighboursOf } from "./graph-model.ts";
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
  const { upstream, downstream } = neighboursOf(model, id);
  const candidates = {
    ArrowLeft: () => upstream.map(({ node }) => node.id),
    ArrowRight: () => downstream.map(({ node }) => node.id),
    ArrowUp: () => column(positions, here.x).filter((other) => (positions[other]?.y ?? here.y) < here.y),
    ArrowDown: () => column(positions, here.x).filter((other) => (positions[other]?.y ?? here.y) > here.y),
  }[step]();
  const distance = (other: string): number => Math.abs((positions[other]?.y ?? Number.POSITIVE_INFINITY) - here.y);
  return candidates.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

/** Columns of one rank share their left side up to rounding. */
function column(positions: Positions, x: number): string[] {
  return Object.entries(positions).flatMap(([id, at]) => (Math.abs(at.x - x) < 2 ? [id] : []));
}
