export { applySubResource, type SubResource } from "./apply-sub-resource.ts";
export { deleteUnappliedSubResources } from "./delete-unapplied.ts";
export type { SubResourceState } from "./sub-resource-state.ts";
export { waitReady } from "./wait-ready.ts";
