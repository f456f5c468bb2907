export type { ProviderArtefact } from "./artefact.ts";
export type {
  ProviderDriver,
  ProviderExit,
  ProviderLaunch,
  ProviderProcess,
  ProviderProcessEvents,
} from "./driver/driver.ts";
export { ProcessDriver, type ProcessDriverOptions } from "./driver/process-driver.ts";
export { type EventExecution, executeEvent } from "./execute-event.ts";
export { hostEntryPath } from "./host-entry-path.ts";
export { loadProviderPackage, loadProviderPackages } from "./packages/load-provider-packages.ts";
export { ProviderCallError, type ProviderCallErrorKind } from "./provider-call-error.ts";
export type { ProviderAnswers, ProviderCall, ProviderCallHost, ProviderTarget } from "./supervisor/call.ts";
export { ProviderSupervisor, type SupervisorOptions } from "./supervisor/supervisor.ts";
