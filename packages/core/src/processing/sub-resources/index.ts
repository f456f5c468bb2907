export { applySubResource } from "./apply-sub-resource.ts";
export { dropSubResourcesOf, sweepSubResourceDrops } from "./drop-sub-resources.ts";

export { waitReady } from "./wait-ready.ts";
