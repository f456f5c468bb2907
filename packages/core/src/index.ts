export { closeCore, createCore } from "./create-core.ts";
export { Core } from "./foundation/unit-of-work/core.ts";
export { openCore } from "./open-core.ts";
