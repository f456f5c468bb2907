export { type DeleteOptions, deleteResource } from "./delete-resource.ts";
export { planDeletion } from "./plan-deletion.ts";
