export { type ApiErrorInit, type ErrorFacts, PragmaApiError } from "./api-error.ts";
export * from "./change-errors.ts";
export { ConnectionError, PragmaError, TimeoutError } from "./pragma-error.ts";
export * from "./status-errors.ts";
export {
  BuildFailedError,
  DeploymentFailedError,
  MissingDependencyError,
  ResourceFailedError,
  ResourcePausedError,
  WaitTimeoutError,
} from "./wait-errors.ts";
