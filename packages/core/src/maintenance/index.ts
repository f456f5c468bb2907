export { prune, type Retention } from "./prune.ts";
export {
  type ResealedPlace,
  type ResealOptions,
  type ResealReport,
  resealValues,
  type UnopenedValue,
} from "./reseal-values.ts";
