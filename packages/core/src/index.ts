export { closeCore, createCore } from "./create-core.ts";
export { openCore } from "./open-core.ts";
export { Core } from "./unit-of-work/core.ts";
