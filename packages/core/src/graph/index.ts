export { findCycle } from "./find-cycle.ts";
export { reachable } from "./reachable.ts";
export { CycleError, topologicalOrder } from "./topological-order.ts";
