export { isOutage } from "@pragma/db";
export { type CoreOptions, closeCore, createCore } from "./create-core.ts";
export { type OpenCore, type OpenCoreOptions, openCore } from "./open-core.ts";
export { Core } from "./unit-of-work/core.ts";
