export { checkReadiness, isNetworkFiltered } from "./check-readiness.ts";
export { readVitals, type Vitals } from "./read-vitals.ts";
