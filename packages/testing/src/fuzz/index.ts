export { type Finding, type FuzzAnswer, judge, STREAMS } from "./judge.ts";
export { Known } from "./known.ts";
export { readApi } from "./operation.ts";
export { Plan } from "./plan.ts";
export type { Actor, Archive, PlannedRequest } from "./planned-request.ts";
export { FUZZ_PROVIDER, PASSING_PROVIDERS } from "./universe.ts";
export { toWire, type WireRequest } from "./wire.ts";
