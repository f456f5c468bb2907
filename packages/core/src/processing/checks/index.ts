export type { Check } from "./check.ts";
export { failedCheck } from "./failed-check.ts";
export { followHistory, planMissingChecks } from "./follow-history.ts";
export { ABSENT_SECONDS, type Found, judgeCheck, type Verdict } from "./judge-check.ts";
export { type Judged, recordVerdicts } from "./record-checks.ts";
export { isCheck, takeAskedCheck, takeDueChecks } from "./take-checks.ts";
