export { EmbeddedPostgresError, PortTakenError } from "./errors.ts";
export { clearLeftovers } from "./leftover.ts";
export { freePort } from "./port.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  randomPassword,
  startEmbeddedPostgres,
} from "./start.ts";
