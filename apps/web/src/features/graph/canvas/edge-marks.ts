import type { GraphEdge } from "@pragma/contract";

/** Edges that come or go with a change: see `markOf`. */
export interface EdgeMarks {
  added: ReadonlySet<string>;
  removed: ReadonlySet<string>;
}

export const NO_MARKS: EdgeMarks = { added: new Set(), removed: new Set() };

/** The key of an edge among the marked ones. */
export function markOf({ from, to, kind }: GraphEdge): string {
  return `${kind} ${from} ${to}`;
}
