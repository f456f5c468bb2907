export { prune, type Retention } from "./prune.ts";
export type { ResealedPlace, UnopenedValue } from "./reseal-place.ts";
export { type ResealOptions, type ResealReport, resealValues } from "./reseal-values.ts";
