export { findCycle } from "./find-cycle.ts";
export { nodesOnCycles } from "./nodes-on-cycles.ts";
export { topologicalOrder, topologicalSteps } from "./topological-order.ts";
