import { BuildFailedError, DeploymentFailedError } from "./errors/index.ts";
import { UPLOAD_TIMEOUT_MS } from "./files.ts";
import { get, jsonBody, segment } from "./internal/call.ts";
import { sleep } from "./internal/deadline.ts";
import { pollUntil } from "./internal/poll.ts";
import { textLines } from "./internal/text-lines.ts";
import type { Transport } from "./internal/transport.ts";
import { type UploadSource, uploadBody } from "./internal/upload-body.ts";
import type { WaitOptions } from "./internal/wait.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type {
  BuildInfo,
  DeployInput,
  DeploymentPreview,
  Discovered,
  DiscoverInput,
  ProviderDeletion,
  ProviderStatus,
  ProviderSummary,
  PushResult,
} from "./types/models.ts";

export type DeployOptions = DeployInput & WriteOptions;
export interface DeleteProviderOptions extends RequestOptions {
  /** Let the provider delete its resources first; needs `resources:write` too. */
  cascade?: boolean | undefined;
}
export interface WaitForDeploymentOptions extends WaitOptions {
  /** Wait for this version; by default the one requested last. */
  version?: string | undefined;
}

/** The API waits 30 s for the provider. */
const DISCOVER_TIMEOUT_MS = 40_000;

/** How long after a deployment a replica of the API may still use the old types. */
const TYPES_KNOWN_MS = 2_000;

/** Providers: what makes resources real. */
export class Providers {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Providers of the organization, the shipped ones included. */
  list(options: ListOptions = {}): List<ProviderSummary> {
    return new List(this.#transport, get("list providers", "/providers/", options), options);
  }

  /**
   * Pushes the source of a provider as a gzip-compressed tar and queues its build; never deploys. 50 MiB at most, 200 MiB
   * unpacked by default.
   *
   * @throws BadRequestError if it is not an archive
   * @throws ValidationError, PayloadTooLargeError for what is in it
   */
  push(provider: string, code: UploadSource, options: WriteOptions = {}): Promise<PushResult> {
    const { idempotencyKey, timeout = UPLOAD_TIMEOUT_MS, ...rest } = options;
    return this.#transport.value({
      action: `push ${provider}`,
      method: "POST",
      path: path(provider, "/push"),
      headers: { "idempotency-key": idempotencyKey },
      body: uploadBody(code, { field: "code", filename: "code.tar.gz", contentType: "application/gzip" }),
      options: { ...rest, timeout },
    });
  }

  /**
   * Part of what exists of a type, in the provider's order: what `adopt` takes over, and which resource manages it already. Go on with the
   * `cursor` of the answer until it is null. Takes up to 30 s, and counts as five requests.
   *
   * @throws NotFoundError if there is no such provider
   * @throws ValidationError for a type that cannot list, and for a connection that does not exist
   * @throws ConflictError if the connection was never ready
   * @throws ServerError `provider_failed` or `provider_timeout`
   */
  discover(provider: string, input: DiscoverInput, options: RequestOptions = {}): Promise<Discovered> {
    const { timeout = DISCOVER_TIMEOUT_MS } = options;
    return this.#transport.value({
      action: `list what exists of ${provider}/${input.type}`,
      method: "POST",
      path: path(provider, "/discover"),
      body: jsonBody(input),
      writesNothing: true,
      options: { ...options, timeout },
    });
  }

  /** The last ten builds, newest first. @throws NotFoundError */
  builds(provider: string, options: RequestOptions = {}): Promise<BuildInfo[]> {
    return this.#transport.value(get(`list the builds of ${provider}`, path(provider, "/builds"), options));
  }

  /** One build. @throws NotFoundError */
  build(provider: string, version: string, options: RequestOptions = {}): Promise<BuildInfo> {
    const of = path(provider, `/builds/${segment(version)}`);
    return this.#transport.value(get(`get build ${version} of ${provider}`, of, options));
  }

  /**
   * Lines of a build's log, as they are written until the build ends. Ends when `signal` aborts.
   *
   * @throws NotFoundError
   */
  buildLogs(provider: string, version: string, options: RequestOptions = {}): AsyncGenerator<string, void, undefined> {
    const of = path(provider, `/builds/${segment(version)}/logs`);
    return textLines(this.#transport, get(`read the log of build ${version} of ${provider}`, of, options));
  }

  /**
   * Waits until a build has succeeded.
   *
   * @throws BuildFailedError if it failed
   * @throws WaitTimeoutError after `timeout` milliseconds, ten minutes by default
   */
  async waitForBuild(provider: string, version: string, options: WaitOptions = {}): Promise<BuildInfo> {
    const build = await pollUntil(
      `The build of ${provider} ${version} did not end`,
      (signal) => this.build(provider, version, { signal }),
      ({ status }) => status === "success" || status === "failed",
      options,
    );
    if (build.status === "failed") throw new BuildFailedError(build);
    return build;
  }

  /**
   * Puts a version into service: the newest successful build, or `version`, which may be an older one. The previous
   * version serves until it has started.
   *
   * @throws NotFoundError for an unknown version
   * @throws ConflictError for an unfinished or failed build, a running deployment, or schemas that break resources in
   * `facts.dependents`, which `force` overrides
   */
  deploy(provider: string, options: DeployOptions = {}): Promise<ProviderStatus> {
    const { version, force, network, idempotencyKey, ...rest } = options;
    return this.#transport.value({
      action: `deploy ${provider}`,
      method: "POST",
      path: path(provider, "/deploy"),
      headers: { "idempotency-key": idempotencyKey },
      body: jsonBody({ version, force, network }),
      options: rest,
    });
  }

  /**
   * Previews the deployment of a version, without deploying it: the types that differ from those that serve, and the resources
   * that its schemas break. The newest successful build if no version is named.
   *
   * @throws NotFoundError for an unknown version
   * @throws ConflictError for an unfinished or failed build
   */
  previewDeployment(
    provider: string,
    { version, ...options }: RequestOptions & { version?: string } = {},
  ): Promise<DeploymentPreview> {
    return this.#transport.value({
      action: `preview the deployment of ${provider}`,
      method: "POST",
      path: path(provider, "/deploy/preview"),
      writesNothing: true,
      body: jsonBody({ version }),
      options,
    });
  }

  /** The status of its deployment. @throws NotFoundError before the first */
  deployment(provider: string, options: RequestOptions = {}): Promise<ProviderStatus> {
    return this.#transport.value(get(`read the deployment of ${provider}`, path(provider, "/deployment"), options));
  }

  /**
   * Waits until a deployment is available and every replica of the API knows its types: later applies are checked
   * against them.
   *
   * @throws DeploymentFailedError if it failed
   * @throws WaitTimeoutError after `timeout` milliseconds, ten minutes by default
   */
  async waitForDeployment(
    provider: string,
    { version, ...options }: WaitForDeploymentOptions = {},
  ): Promise<ProviderStatus> {
    const deployment = await pollUntil(
      `The deployment of ${provider} did not end`,
      (signal) => this.deployment(provider, { signal }),
      (now) => (version === undefined || now.version === version) && /^(available|failed)$/.test(now.status),
      options,
    );
    if (deployment.status === "failed") throw new DeploymentFailedError(provider, deployment);
    const age = Math.max(0, Date.now() - Date.parse(deployment.updated_at));
    await sleep(Math.max(0, TYPES_KNOWN_MS - age), options.signal);
    return deployment;
  }

  /**
   * Deletes a provider. Repeating it is safe, and needed after a cascade: `deployment_deleted` says that nothing is left.
   *
   * @throws ConflictError while it has resources, listed in `facts.dependents`
   */
  delete(provider: string, { cascade, ...options }: DeleteProviderOptions = {}): Promise<ProviderDeletion> {
    const query = { cascade };
    return this.#transport.value({
      action: `delete ${provider}`,
      method: "DELETE",
      path: path(provider),
      query,
      options,
    });
  }
}

function path(provider: string, rest = ""): string {
  return `/providers/${segment(provider)}${rest}`;
}
