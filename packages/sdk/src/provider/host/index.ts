// Exports for the program that runs a provider. Does not import zod: the provider's copy is used.
export { findResource, isProvider, type Provider } from "../brand.ts";
export type { JsonObject, SubResource, SubResourceState } from "../context.ts";
export { type Failure, messageOf, OutputsError, toFailure } from "./failure.ts";
export { findDependencies, type Invocation, type InvocationHost } from "./invocation.ts";
export { type HandlerAnswer, type HealthReport, type LogEntry, runHandler, runLogs } from "./run.ts";
