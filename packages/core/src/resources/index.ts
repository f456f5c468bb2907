export { type ApplyOptions, applyResource } from "./apply-resource.ts";
export { cancelResource } from "./cancel-resource.ts";
export { type DeleteOptions, deleteResource } from "./delete-resource.ts";
export { getResource } from "./get-resource.ts";
export { type GraphQuery, getResourceGraph } from "./get-resource-graph.ts";
export { getResourceStatus } from "./get-resource-status.ts";
export { type HistoryBatch, listResourceEvents } from "./list-resource-events.ts";
export { listResources, type ResourceBatch } from "./list-resources.ts";
export { type PresentedResource, presentResource, presentResources } from "./present-resource.ts";
