export { answerProviderCall, type OpenQuestion, type QuestionFailure } from "./answer-provider-call.ts";
export { askProvider } from "./ask-provider.ts";
export { PROVIDERS } from "./ask-updates.ts";
export { checkResourceDrift } from "./check-resource-drift.ts";
export { checkResourceHealth } from "./check-resource-health.ts";
export { discover } from "./discover.ts";
export { listCapabilities } from "./list-capabilities.ts";
export { sealImported, sealListed } from "./seal-found.ts";
