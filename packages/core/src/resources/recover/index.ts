export { cancelResource } from "./cancel-resource.ts";
export { retryResource } from "./retry-resource.ts";
