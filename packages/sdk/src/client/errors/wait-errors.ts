import type { BuildInfo, Change, Condition, LifecycleState, ProviderStatus, WireResource } from "../types/models.ts";
import { PragmaError } from "./pragma-error.ts";

/** The wait timed out. It may still succeed: waiting again is safe. */
export class WaitTimeoutError extends PragmaError {
  override readonly name = "WaitTimeoutError";
  /** The timeout in milliseconds. */
  readonly timeout: number;
  /** The last state seen: a resource, a change, a build or a deployment; null if none was. */
  readonly last: WireResource | Change | BuildInfo | ProviderStatus | null;

  constructor(message: string, timeout: number, last: WireResource | Change | BuildInfo | ProviderStatus | null) {
    super(message);
    this.timeout = timeout;
    this.last = last;
  }
}

/** The awaited resource failed, and will not become ready by itself. */
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
 * The awaited resource depends on something that nothing declares, or whose type no provider serves. It continues
 * automatically once that exists.
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

/** The awaited resource is paused: it continues once somebody resumes it. */
export class ResourcePausedError extends PragmaError {
  override readonly name = "ResourcePausedError";
  /** As it was when that was seen. */
  readonly resource: WireResource;

  constructor(resource: WireResource) {
    super(describeResource(resource));
    this.resource = resource;
  }
}

/** The awaited build failed; its log has the details. */
export class BuildFailedError extends PragmaError {
  override readonly name = "BuildFailedError";
  readonly build: BuildInfo;

  constructor(build: BuildInfo) {
    super(`The build of ${build.provider_id} ${build.version} failed: ${build.error_message ?? "see its log"}`);
    this.build = build;
  }
}

/** The awaited deployment failed; the previous version keeps serving. */
export class DeploymentFailedError extends PragmaError {
  override readonly name = "DeploymentFailedError";
  readonly deployment: ProviderStatus;

  constructor(provider: string, deployment: ProviderStatus) {
    super(`The deployment of ${provider} ${deployment.version} failed: ${deployment.error_message ?? "unknown error"}`);
    this.deployment = deployment;
  }
}

/** Conditions that keep a resource from being ready while they are true. */
const TRUE_IS_BAD: ReadonlySet<string> = new Set(["Stale", "Paused", "Replacing"]);

/** The status of a resource in one line: its state, and what blocks it. */
export function describeResource({ provider, resource, name, ...state }: WireResource): string {
  const blocked = state.conditions
    .filter(({ type, status }) => status === (TRUE_IS_BAD.has(type) ? "True" : "False"))
    .map(({ message }) => message);
  const reasons = [...new Set([state.error, ...blocked])].filter(Boolean).join("; ");
  return `${provider}/${resource}/${name} is ${state.lifecycle_state}${reasons && `: ${reasons}`}`;
}
