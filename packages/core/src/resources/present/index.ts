export { type PresentedResource, presentResource } from "./present-resource.ts";
