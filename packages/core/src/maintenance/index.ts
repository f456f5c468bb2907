export { prune, type Retention } from "./prune.ts";
