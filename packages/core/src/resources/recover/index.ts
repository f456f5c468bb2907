export { cancelResource } from "./cancel-resource.ts";
export { discardDraft } from "./discard-draft.ts";
export { retryResource } from "./retry-resource.ts";
