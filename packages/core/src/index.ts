export * from "./access/index.ts";
export * from "./accounts/index.ts";
export * from "./audit/index.ts";
export * from "./bootstrap/index.ts";
export type { Caller, RequestContext } from "./caller.ts";
export type { Core } from "./core.ts";
export { type CoreOptions, closeCore, createCore } from "./create-core.ts";
export * from "./dead-letters/index.ts";
export * from "./errors.ts";
export * from "./files/index.ts";
export * from "./idempotency/index.ts";
export * from "./json/index.ts";
export * from "./limits/index.ts";
export * from "./logs/index.ts";
export * from "./maintenance/index.ts";

export * from "./organizations/index.ts";

export * from "./overview/index.ts";

export * from "./provider-calls/index.ts";
export * from "./providers/index.ts";
export * from "./readiness/check-readiness.ts";
export * from "./reconcile/index.ts";
export * from "./resources/index.ts";
export * from "./schemas/index.ts";
export * from "./secrets/index.ts";
export { DEFAULT_SETTINGS, type Settings } from "./settings.ts";
export * from "./stream/index.ts";
export * from "./sub-resources/index.ts";
export * from "./types/index.ts";
export { CANCEL_CHANNEL, CHANGES_CHANNEL, WakeUp } from "./wake-up.ts";
