export { type DeleteOptions, deleteResource } from "./delete-resource.ts";
