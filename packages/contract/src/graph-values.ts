export const GRAPH_DIRECTIONS = ["upstream", "downstream", "both"] as const;

/** The issue `type` for a graph that is refused because it has too many nodes. */
export const GRAPH_TOO_LARGE = "graph_too_large";
