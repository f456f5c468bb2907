export { findCycle } from "./find-cycle.ts";
export type { Edges } from "./graph.ts";
export { reachable } from "./reachable.ts";
export { CycleError, topologicalOrder } from "./topological-order.ts";
