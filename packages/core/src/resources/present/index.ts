export { type PresentedResource, presentResource, presentResources } from "./present-resource.ts";
