export type { Adoption } from "./adopt-thing.ts";
export { isShipped, type ProviderArtefact } from "./artefact.ts";
export { buildInSandbox } from "./build/build-in-sandbox.ts";
export { buildProvider } from "./build/build-provider.ts";
export type { ArtefactBuilder } from "./build-contract/artefact-builder.ts";
export { BuildError } from "./build-contract/build-error.ts";
export type {
  ProviderDriver,
  ProviderLaunch,
} from "./driver/driver.ts";
export { KubernetesDriver } from "./driver/kubernetes/kubernetes-driver.ts";
export { podManifest } from "./driver/kubernetes/pod-manifest.ts";
export type { KubernetesSettings } from "./driver/kubernetes/settings.ts";
export { ProcessDriver, type ProcessDriverOptions } from "./driver/process-driver.ts";
export { describeEgress } from "./egress/describe-egress.ts";
export { Egress, type EgressOptions } from "./egress/egress.ts";
export { parseEgressRules } from "./egress/egress-rules.ts";
export { type EventExecution, executeEvent } from "./execute-event.ts";
export { hostProgram } from "./host-program.ts";
export { loadProviderPackages } from "./packages/load-provider-packages.ts";
export { ProviderCallError } from "./provider-call-error.ts";
export type { ProviderAnswers } from "./reading/answers.ts";
export { repeatAlone } from "./repeat-alone.ts";
export { detectSandbox, nodeMounts, SandboxError } from "./sandbox/detect-sandbox.ts";
export type { SandboxLimits } from "./sandbox/limits.ts";
export { PlainSandbox } from "./sandbox/plain-sandbox.ts";
export { runInSandbox, type SandboxRun } from "./sandbox/run-in-sandbox.ts";
export type { Sandbox, SandboxKind, SandboxMount } from "./sandbox/sandbox.ts";
export { describeEnd } from "./sandbox/sandboxed-process.ts";
export type {
  ProviderCall,
  ProviderCaller,
  ProviderCallHost,
  ProviderTarget,
} from "./supervisor/call.ts";
export type { Confidence } from "./supervisor/confidence.ts";
export type { ProviderHealth } from "./supervisor/lane-health.ts";
export { ProviderSupervisor, type SupervisorOptions } from "./supervisor/supervisor.ts";
