export { type DeleteOptions, deleteResource } from "./delete-resource.ts";
export { type DeletionPlan, type PlannedResource, planDeletion } from "./plan-deletion.ts";
