export { isShipped, type ProviderArtefact } from "./artefact.ts";
export { BuildError } from "./build/build-error.ts";
export { BUILD_LIMITS, type BuildLimits } from "./build/build-limits.ts";
export { type BuildProviderOptions, type BuiltProvider, buildProvider } from "./build/build-provider.ts";
export type {
  ProviderDriver,
  ProviderExit,
  ProviderLaunch,
  ProviderProcess,
  ProviderProcessEvents,
} from "./driver/driver.ts";
export { ProcessDriver, type ProcessDriverOptions } from "./driver/process-driver.ts";
export { describeEgress } from "./egress/describe-egress.ts";
export { DOOR_LIMITS, type DoorLimits } from "./egress/door.ts";
export { Egress, type EgressOptions } from "./egress/egress.ts";
export { EGRESS_SETTING } from "./egress/egress-policy.ts";
export { parseEgressRules } from "./egress/egress-rules.ts";
export { type EventExecution, executeEvent } from "./execute-event.ts";
export { type HostProgram, hostProgram } from "./host-program.ts";
export { loadProviderPackage, loadProviderPackages } from "./packages/load-provider-packages.ts";
export { ProviderCallError, type ProviderCallErrorKind } from "./provider-call-error.ts";
export { repeatAlone } from "./repeat-alone.ts";
export { DEFAULT_UIDS, type UidRange } from "./sandbox/accounts.ts";
export { type DetectSandboxOptions, detectSandbox, nodeMounts, SandboxError } from "./sandbox/detect-sandbox.ts";
export { DEFAULT_SANDBOX_LIMITS, type SandboxLimits } from "./sandbox/limits.ts";
export { PlainSandbox } from "./sandbox/plain-sandbox.ts";
export { runInSandbox, type SandboxRun, type SandboxRunEnd } from "./sandbox/run-in-sandbox.ts";
export type { Sandbox, SandboxCommand, SandboxKind, SandboxMount } from "./sandbox/sandbox.ts";
export { describeEnd, type ProcessEnd, SandboxedProcess } from "./sandbox/sandboxed-process.ts";
export {
  END_AT_ONCE,
  type ProviderAnswers,
  type ProviderCall,
  type ProviderCallHost,
  type ProviderTarget,
} from "./supervisor/call.ts";
export type { Confidence } from "./supervisor/confidence.ts";
export type { ProviderHealth } from "./supervisor/lane-health.ts";
export { ProviderSupervisor, type SupervisorOptions } from "./supervisor/supervisor.ts";
