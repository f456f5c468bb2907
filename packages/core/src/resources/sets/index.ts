export { getSet } from "./get-set.ts";
export { listSets } from "./list-sets.ts";
