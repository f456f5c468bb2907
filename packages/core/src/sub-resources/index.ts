export { applySubResource, type SubResource } from "./apply-sub-resource.ts";
export { dropSubResourcesOf, sweepSubResourceDrops } from "./drop-sub-resources.ts";
export type { SubResourceState } from "./sub-resource-state.ts";
export { waitReady } from "./wait-ready.ts";
