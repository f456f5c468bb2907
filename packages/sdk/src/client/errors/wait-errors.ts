import type { BuildInfo, Condition, LifecycleState, ProviderStatus, WireResource } from "../types/models.ts";
import { PragmaError } from "./pragma-error.ts";

/** What was waited for did not come in time. It may still come: waiting again is safe. */
export class WaitTimeoutError extends PragmaError {
  override readonly name = "WaitTimeoutError";
  /** Milliseconds that were waited. */
  readonly timeout: number;
  /** What was last seen: a resource, a build or a deployment; null if nothing was. */
  readonly last: WireResource | BuildInfo | ProviderStatus | null;

  constructor(message: string, timeout: number, last: WireResource | BuildInfo | ProviderStatus | null) {
    super(message);
    this.timeout = timeout;
    this.last = last;
  }
}

/** The resource that was waited for will not become ready by itself. */
export class ResourceFailedError extends PragmaError {
  override readonly name = "ResourceFailedError";
  /** As it was when that was seen. */
  readonly resource: WireResource;
  readonly state: LifecycleState;
  /** Why it failed, in the provider's words. */
  readonly error: string | null;
  readonly conditions: Condition[];

  constructor(resource: WireResource) {
    super(`${describeResource(resource)}`);
    this.resource = resource;
    this.state = resource.lifecycle_state;
    this.error = resource.error;
    this.conditions = resource.conditions;
  }
}

/**
 * The resource that was waited for depends on something that nothing declares, or whose type no provider serves. It goes on
 * by itself once that is there.
 */
export class MissingDependencyError extends PragmaError {
  override readonly name = "MissingDependencyError";
  /** As it was when that was seen. */
  readonly resource: WireResource;

  constructor(resource: WireResource) {
    super(describeResource(resource));
    this.resource = resource;
  }
}

/** The build that was waited for failed; its log says more. */
export class BuildFailedError extends PragmaError {
  override readonly name = "BuildFailedError";
  readonly build: BuildInfo;

  constructor(build: BuildInfo) {
    super(`The build of ${build.provider_id} ${build.version} failed: ${build.error_message ?? "see its log"}`);
    this.build = build;
  }
}

/** The deployment that was waited for failed; the version before it serves on. */
export class DeploymentFailedError extends PragmaError {
  override readonly name = "DeploymentFailedError";
  readonly deployment: ProviderStatus;

  constructor(provider: string, deployment: ProviderStatus) {
    super(`The deployment of ${provider} ${deployment.version} failed: ${deployment.error_message ?? "unknown error"}`);
    this.deployment = deployment;
  }
}

/** Where a resource stands, in one line: its state, and what holds it up. */
export function describeResource({ provider, resource, name, ...state }: WireResource): string {
  const blocked = state.conditions
    .filter(({ type, status }) => status === (type === "Stale" ? "True" : "False"))
    .map(({ message }) => message);
  const reasons = [...new Set([state.error, ...blocked])].filter(Boolean).join("; ");
  return `${provider}/${resource}/${name} is ${state.lifecycle_state}${reasons && `: ${reasons}`}`;
}
