export { EmbeddedPostgresError } from "./errors.ts";
export { freePort } from "./port.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  randomPassword,
  startEmbeddedPostgres,
} from "./start.ts";
