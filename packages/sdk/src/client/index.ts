export type { Audit, ListAuditOptions } from "./audit.ts";
export type {
  ApplyChangeOptions,
  Changes,
  ChangeTarget,
  ListActionsOptions,
  ListChangesOptions,
  PlanOptions,
  RevertOptions,
  WaitForChangeOptions,
  WatchChangeOptions,
} from "./changes.ts";
export type { DeadLetters, DeleteAllOptions, ListDeadLettersOptions, RetryAllOptions } from "./dead-letters.ts";
export * from "./errors/index.ts";
export type { ChangeEvent, Events, StreamEvent, StreamOptions } from "./events.ts";
export type { Files, UploadOptions } from "./files.ts";
export type { AttemptInfo, HookFailure, HookRequest, HookResponse, HookRetry, Hooks } from "./hooks.ts";
export type { UploadFile, UploadSource } from "./internal/upload-body.ts";
export type { ReadyWaitOptions, WaitOptions } from "./internal/wait.ts";
export type { List, ListOptions, Page } from "./list.ts";
export type { PragmaOptions, RequestOptions, TokenSource, WriteOptions } from "./options.ts";
export { Pragma } from "./pragma.ts";
export type {
  DeleteProviderOptions,
  DeployOptions,
  Providers,
  WaitForDeploymentOptions,
} from "./providers.ts";
export type {
  ApplyOptions,
  CompareOptions,
  DeleteOptions,
  DiscardOptions,
  GetOptions,
  GraphOptions,
  ListResourcesOptions,
  ListTypesOptions,
  LogOptions,
  ResourceFilter,
  Resources,
  Tagged,
} from "./resources.ts";
export type { Sets } from "./sets.ts";
export type { Settings } from "./settings.ts";
export type * from "./types/change.ts";
export type * from "./types/models.ts";
export type * from "./types/reference.ts";
// All of it, by name of none: `declare module "@pragma/sdk"` adds to an interface only where it comes by a star.
export type * from "./types/registry.ts";
export type * from "./types/resource.ts";
export { VERSION } from "./version.ts";
