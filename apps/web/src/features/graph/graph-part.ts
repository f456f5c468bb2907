import type { GraphDirection } from "@pragma/contract";

/** The part of the organization's graph that is shown, as `resources.graph` takes it. */
export interface GraphPart {
  root?: string;
  depth?: number;
  direction?: GraphDirection;
  provider?: string;
}

/** Above this many nodes a picture is unreadable, and slow to draw. */
export const MAX_DRAWN = 1500;

/** The farthest neighbourhood that can be chosen by a number; beyond it is everything connected. */
export const MAX_DEPTH = 6;

interface Choice {
  root: string | null;
  depth: number | null;
  direction: GraphDirection;
  provider: string | null;
}

export function graphPart({ root, depth, direction, provider }: Choice): GraphPart {
  const part: GraphPart = provider === null ? {} : { provider };
  if (root === null) return part;
  return { ...part, root, direction, ...(depth === null ? {} : { depth }) };
}

/** How many resources a part may have, as far as counts can tell: null if only its root decides. */
export function expectedSize(
  { root, provider }: Choice,
  counts: readonly { provider: string; total: number }[],
): number | null {
  if (root !== null) return null;
  return counts.reduce((sum, each) => (provider === null || each.provider === provider ? sum + each.total : sum), 0);
}
