export { prune, type Retention } from "./prune.ts";

export { type ResealReport, resealValues } from "./reseal-values.ts";
