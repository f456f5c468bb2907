export { FAULTS, type Fault, type Finding, type FuzzAnswer, judge, STREAMS, type Viewpoint } from "./judge.ts";
export { Known } from "./known.ts";
export { Mark } from "./mark.ts";
export { type Api, type FuzzOperation, readApi } from "./operation.ts";
export { Plan } from "./plan.ts";
export { ACTORS, type Actor, ARCHIVES, type Archive, type PlannedRequest } from "./planned-request.ts";
export { FUZZ_PROVIDER, PASSING_PROVIDERS } from "./universe.ts";
export { type Moment, toWire, type WireRequest } from "./wire.ts";
