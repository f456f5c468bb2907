export { findCycle } from "./find-cycle.ts";
export { topologicalOrder } from "./topological-order.ts";
