export { cancelResource } from "./cancel-resource.ts";
export { correctDrift, isCorrectable } from "./correct-drift.ts";
export { discardDraft } from "./discard-draft.ts";
export { reapplyResource } from "./reapply-resource.ts";
export { MAX_RETRIED_AT_ONCE, retryFailed } from "./retry-failed.ts";
export { retryResource } from "./retry-resource.ts";
