export { answerProviderCall, type OpenQuestion, type QuestionFailure } from "./answer-provider-call.ts";
export { askForPlan, NO_TIME, planDeadline } from "./ask-for-plan.ts";
export { askImports } from "./ask-imports.ts";
export { askProvider } from "./ask-provider.ts";
export { checkResourceDrift } from "./check-resource-drift.ts";
export { checkResourceHealth } from "./check-resource-health.ts";
export { discover } from "./discover.ts";
export { listCapabilities } from "./list-capabilities.ts";
export { sealImported, sealListed } from "./seal-found.ts";
