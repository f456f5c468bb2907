export type { Provider } from "./brand.ts";
export { type ConnectedDefinition, defineConnectedResource } from "./connected.ts";
export {
  type ConnectionDefinition,
  type ConnectionResource,
  defineConnection,
} from "./connection.ts";
export type {
  ContextLog,
  DependencyIn,
  Health,
  JsonObject,
  LogFunction,
  LogLevel,
  LogLine,
  LogsOptions,
  ProviderContext,
  ResolvedDependency,
  SearchContext,
  SubResource,
  SubResourceState,
  Trace,
} from "./context.ts";
export { dependency } from "./dependency.ts";
export { AlreadyExists, ConfigError, ReplaceNeeded, RetryAfter } from "./errors.ts";
export type { Found, ReadResult } from "./found.ts";
export type { Candidate, ImportResult, ListOptions, ListPage } from "./listed.ts";
export type { Known, PlanContext, PlannedUpdate, PlanResult } from "./planned.ts";
export { defineProvider } from "./provider.ts";
export {
  type ChangeResult,
  defineResource,
  type HandlerName,
  type ImportAnswer,
  type ObjectSchema,
  type ReadAnswer,
  type Reality,
  type ResourceDefinition,
} from "./resource.ts";
export type { ResourceDescription } from "./schema.ts";
export { type WithState, withState } from "./state.ts";
export { mayBeOwn, refuseStranger, type Standing } from "./stranger.ts";
