import { type Call, get, jsonBody } from "./internal/call.ts";
import { followLogs } from "./internal/follow-logs.ts";
import type { StateFeed } from "./internal/state-feed.ts";
import { nameOf, resourcePath } from "./internal/target.ts";
import type { Transport } from "./internal/transport.ts";
import { type ReadyWaitOptions, type WaitOptions, waitUntilGone, waitUntilReady } from "./internal/wait.ts";
import { watchResource } from "./internal/watch-resource.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type {
  Explanation,
  Graph,
  HistoryEvent,
  LogEntry,
  QueryOf,
  ResourceDrift,
  ResourceFacets,
  ResourceHealth,
  ResourceStatus,
  ResourceType,
  VersionComparison,
  WireResource,
} from "./types/models.ts";
import type {
  ApplyInput,
  ConfigOf,
  KeyOfId,
  OutputsOf,
  ReadyResource,
  Resource,
  ResourceTarget,
  TypeName,
} from "./types/resource.ts";

/** Longer than the API waits for the provider, so that its answer tells what happened. */
const DRIFT_CHECK_TIMEOUT_MS = 40_000;

type Paged = "limit" | "cursor";
type Typed<Types, Key> = Resource<ConfigOf<Types, Key>, OutputsOf<Types, Key>>;
type Ready<Types, Key> = ReadyResource<ConfigOf<Types, Key>, OutputsOf<Types, Key>>;

/** Which resources are listed: all filters must match, all tags included. */
export type ResourceFilter = Omit<QueryOf<"listResources">, Paged>;
export type ListResourcesOptions = ResourceFilter & ListOptions;
export type ListTypesOptions = Omit<QueryOf<"listResourceTypes">, Paged> & ListOptions;

export interface GetOptions extends RequestOptions {
  /** Show secrets, which needs `secrets:reveal` and is audited. */
  reveal?: boolean | undefined;
}
export interface CompareOptions extends RequestOptions {
  /** A generation: the one before `to` by default. Either may be the older one. */
  from?: number | undefined;
  /** A generation: the current one by default. */
  to?: number | undefined;
}
export interface ApplyOptions extends WriteOptions {
  /** Only if the resource still has this tag; else PreconditionFailedError. */
  ifMatch?: string | undefined;
  /** `*`: create only; PreconditionFailedError if it exists. */
  ifNoneMatch?: "*" | undefined;
}
export interface DiscardOptions extends WriteOptions {
  /** Only if the resource still has this tag; else PreconditionFailedError. */
  ifMatch?: string | undefined;
}
export interface DeleteOptions extends RequestOptions {
  /**
   * Effect on its dependents: by default the delete is refused; `cascade` deletes them first, `detach` leaves
   * them the last values.
   */
  dependents?: "cascade" | "detach" | undefined;
  /** Forget it without asking its provider: the real thing stays. For things that are out of reach. */
  orphan?: boolean | undefined;
  /** Only if the resource still has this tag; else PreconditionFailedError. */
  ifMatch?: string | undefined;
}
export interface LogOptions extends RequestOptions {
  /** Lines from then on. */
  since?: Date | string | undefined;
  /** Id of an event: only lines written for it. Leaves out the log of the real thing. */
  eventId?: string | undefined;
  /** Only lines written in the attempt of this number, from 1. Leaves out the log of the real thing. */
  attempt?: number | undefined;
  /** The number of last lines, 1 to 10,000; 100 by default. */
  tail?: number | undefined;
}
export type GraphOptions = Omit<QueryOf<"getResourceGraph">, "root"> & { root?: ResourceTarget } & RequestOptions;

/** A value and the tag of its version, for `ifMatch` and `ifNoneMatch`. */
export interface Tagged<Value> {
  resource: Value;
  etag: string;
}

/** Declared resources. */
export class Resources<Types> {
  readonly #transport: Transport;
  readonly #feed: StateFeed;

  /** @internal */
  constructor(transport: Transport, feed: StateFeed) {
    this.#transport = transport;
    this.#feed = feed;
  }

  /**
   * Creates or changes a resource. Idempotent and independent of order: resources that it refers to may be applied
   * later. `draft`, the default, only stores; `pending` validates and queues. `config` is replaced as a whole; omitted
   * `tags`, `owner_references` and `deletion_protected` keep their value, null clears them.
   *
   * @throws ValidationError where the config breaks its schema, the type is unknown, or there is a cycle
   * @throws ConflictError while another change is in flight (`change_in_flight`), or it is being deleted
   * @throws PreconditionFailedError for `ifMatch` and `ifNoneMatch`
   */
  async apply<const Provider extends string, const Type extends TypeName<Types, Provider>>(
    input: ApplyInput<Types, Provider, Type>,
    options: ApplyOptions = {},
  ): Promise<Typed<Types, `${Provider}/${Type}`>> {
    return (await this.applyWithEtag(input, options)).resource;
  }

  /** Like `apply`, with the entity tag of the result. */
  async applyWithEtag<const Provider extends string, const Type extends TypeName<Types, Provider>>(
    input: ApplyInput<Types, Provider, Type>,
    { idempotencyKey, ifMatch, ifNoneMatch, ...options }: ApplyOptions = {},
  ): Promise<Tagged<Typed<Types, `${Provider}/${Type}`>>> {
    const { value, headers } = await this.#transport.json<Typed<Types, `${Provider}/${Type}`>>({
      action: `apply ${input.provider}/${input.resource}/${input.name}`,
      method: "POST",
      path: "/resources/apply",
      headers: { "idempotency-key": idempotencyKey, "if-match": ifMatch, "if-none-match": ifNoneMatch },
      body: jsonBody(input),
      options,
    });
    return { resource: value, etag: headers.get("etag") ?? "" };
  }

  /**
   * One resource. A literal id `provider/resource/name` determines its type.
   *
   * @throws NotFoundError
   */
  async get<const Id extends string>(
    target: Id | Exclude<ResourceTarget, string>,
    options: GetOptions = {},
  ): Promise<Typed<Types, KeyOfId<Types, Id>>> {
    const { value } = await this.#read(target, options);
    return value as unknown as Typed<Types, KeyOfId<Types, Id>>;
  }

  /**
   * One resource with its entity tag. With `ifNoneMatch` the result is null if it still has that tag.
   *
   * @throws NotFoundError
   */
  async getWithEtag<const Id extends string>(
    target: Id | Exclude<ResourceTarget, string>,
    options: GetOptions & { ifNoneMatch: string },
  ): Promise<Tagged<Typed<Types, KeyOfId<Types, Id>>> | null>;
  async getWithEtag<const Id extends string>(
    target: Id | Exclude<ResourceTarget, string>,
    options?: GetOptions,
  ): Promise<Tagged<Typed<Types, KeyOfId<Types, Id>>>>;
  async getWithEtag(
    target: ResourceTarget,
    { ifNoneMatch, ...options }: GetOptions & { ifNoneMatch?: string } = {},
  ): Promise<unknown> {
    const { value, headers } = await this.#read(target, options, ifNoneMatch);
    return value === null ? null : { resource: value, etag: headers.get("etag") ?? "" };
  }

  /** Resources by name, provider and type; by default all. */
  list(options: ListResourcesOptions = {}): List<Resource> {
    return this.#list("list resources", "/resources/", filterOf(options), options);
  }

  /** How many resources the filters select, by type, state, tag (the 50 most frequent) and set. */
  facets(options: ResourceFilter & RequestOptions = {}): Promise<ResourceFacets> {
    return this.#transport.value({
      ...get("count resources", "/resources/facets", options),
      query: filterOf(options),
    });
  }

  /**
   * Deletes a resource. Returns null if it is gone already; otherwise the resource, whose real thing the provider now
   * deletes: `waitUntilGone` waits for that.
   *
   * @throws ConflictError with `facts.dependents`, `facts.protected` or `facts.current_state`: nothing has happened
   */
  delete(target: ResourceTarget, options: DeleteOptions = {}): Promise<Resource | null> {
    const { dependents, orphan, ifMatch } = options;
    return this.#transport.value({
      action: `delete ${nameOf(target)}`,
      method: "DELETE",
      path: resourcePath(target),
      query: { dependents, orphan },
      headers: { "if-match": ifMatch },
      options: options,
    });
  }

  /**
   * Cancels the change of a pending or processing resource. It becomes `failed`; the real thing may exist.
   *
   * @throws ConflictError if there is nothing to cancel
   */
  cancel(target: ResourceTarget, { idempotencyKey, ...options }: WriteOptions = {}): Promise<Resource> {
    const headers = { "idempotency-key": idempotencyKey };
    const path = resourcePath(target, "/cancel");
    return this.#transport.value({ action: `cancel ${nameOf(target)}`, method: "POST", path, headers, options });
  }

  /**
   * Discards a staged draft: the config that last succeeded is wanted again, and the resource is in the state before the
   * draft. What it uses may have changed meanwhile: then it is updated.
   *
   * @throws ConflictError if it is not a draft, or has never been ready
   * @throws PreconditionFailedError for `ifMatch`
   */
  discard(target: ResourceTarget, { idempotencyKey, ifMatch, ...options }: DiscardOptions = {}): Promise<Resource> {
    const headers = { "idempotency-key": idempotencyKey, "if-match": ifMatch };
    const path = resourcePath(target, "/discard");
    return this.#transport.value({
      action: `discard the draft of ${nameOf(target)}`,
      method: "POST",
      path,
      headers,
      options,
    });
  }

  /**
   * Sends the declared config of a ready or failed resource to its provider once more, though nothing of it has changed. Many at
   * once: `reapply` of `changes.plan`.
   *
   * @throws ConflictError in any other state
   */
  reapply(target: ResourceTarget, { idempotencyKey, ...options }: WriteOptions = {}): Promise<Resource> {
    const headers = { "idempotency-key": idempotencyKey };
    const path = resourcePath(target, "/reapply");
    return this.#transport.value({ action: `reapply ${nameOf(target)}`, method: "POST", path, headers, options });
  }

  /**
   * Retries a failed resource, or starts the next attempt of one that waits for it. Needs `ops:write` where the failure left
   * a dead letter.
   *
   * @returns null if it was to be deleted and is gone
   * @throws ConflictError if there is nothing to retry
   */
  retry(target: ResourceTarget, { idempotencyKey, ...options }: WriteOptions = {}): Promise<Resource | null> {
    const headers = { "idempotency-key": idempotencyKey };
    const path = resourcePath(target, "/retry");
    return this.#transport.value({ action: `retry ${nameOf(target)}`, method: "POST", path, headers, options });
  }

  /** State and error only. @throws NotFoundError */
  status(target: ResourceTarget, options: RequestOptions = {}): Promise<ResourceStatus> {
    return this.#transport.value(get(`read the status of ${nameOf(target)}`, resourcePath(target, "/status"), options));
  }

  /**
   * Why a resource is not ready or, if it is being deleted, not gone yet: `way` leads from it, over what it waits for, down to the
   * root cause, and is empty if nothing keeps it.
   *
   * @throws NotFoundError
   */
  explain(target: ResourceTarget, options: RequestOptions = {}): Promise<Explanation> {
    return this.#transport.value(get(`explain ${nameOf(target)}`, resourcePath(target, "/explanation"), options));
  }

  /**
   * Asks the provider for the health of the real thing; takes up to 10 s.
   *
   * @throws NotFoundError also if the type does not support it
   * @throws ServerError `provider_failed` or `provider_timeout`
   */
  health(target: ResourceTarget, options: RequestOptions = {}): Promise<ResourceHealth> {
    return this.#transport.value(
      get(`check the health of ${nameOf(target)}`, resourcePath(target, "/health"), options),
    );
  }

  /** How the real thing differs from what is declared, as the last check found it. @throws NotFoundError */
  drift(target: ResourceTarget, { reveal, ...options }: GetOptions = {}): Promise<ResourceDrift> {
    const call = get(`read the drift of ${nameOf(target)}`, resourcePath(target, "/drift"), options);
    return this.#transport.value({ ...call, query: { reveal } });
  }

  /**
   * Asks the provider what the real thing is like, now; takes up to 30 s, and counts as five requests.
   *
   * @throws NotFoundError also if the type does not support it
   * @throws ConflictError while it is in flight or paused, or if it was never provisioned
   * @throws ServerError `provider_failed` or `provider_timeout`
   */
  checkDrift(target: ResourceTarget, options: RequestOptions = {}): Promise<ResourceDrift> {
    const action = `check ${nameOf(target)} for drift`;
    const path = resourcePath(target, "/drift/check");
    const { timeout = DRIFT_CHECK_TIMEOUT_MS } = options;
    return this.#transport.value({
      action,
      method: "POST",
      path,
      writesNothing: true,
      options: { ...options, timeout },
    });
  }

  /** Events of a resource's history, newest first. */
  history(target: ResourceTarget, options: ListOptions = {}): List<HistoryEvent> {
    return this.#list(`read the history of ${nameOf(target)}`, resourcePath(target, "/events"), {}, options);
  }

  /**
   * How the config and the dependencies of one generation differ from those of another, as they were written.
   *
   * @throws NotFoundError
   * @throws ConflictError if the history does not reach back to one of them
   */
  compare(target: ResourceTarget, { from, to, ...options }: CompareOptions = {}): Promise<VersionComparison> {
    const action = `compare versions of ${nameOf(target)}`;
    return this.#transport.value({ ...get(action, resourcePath(target, "/compare"), options), query: { from, to } });
  }

  /** Lines that providers logged about a resource, oldest first. @throws NotFoundError */
  logs(target: ResourceTarget, options: LogOptions = {}): Promise<LogEntry[]> {
    return this.#transport.value(this.#logsCall(target, options));
  }

  /**
   * Follows its log: first the result of `logs`, then each new line, over as many connections as it takes. Ends when
   * `signal` aborts, or the resource is gone.
   *
   * @throws NotFoundError if there is none at the beginning
   */
  followLogs(target: ResourceTarget, options: LogOptions = {}): AsyncGenerator<LogEntry, void, undefined> {
    return followLogs(this.#transport, this.#logsCall(target, options), options.signal);
  }

  /** Types of the deployed providers, and the built-in ones of `pragma`. */
  types(options: ListTypesOptions = {}): List<ResourceType> {
    return this.#list("list resource types", "/resources/types", { provider: options.provider }, options);
  }

  /** The dependency graph: all of it, or the part around `root`. @throws NotFoundError if the root does not exist */
  graph(options: GraphOptions = {}): Promise<Graph> {
    const { root, depth, direction } = options;
    const query = { root: root === undefined ? undefined : nameOf(root), depth, direction };
    const action = root === undefined ? "read the graph" : `read the graph around ${nameOf(root)}`;
    return this.#transport.value({ ...get(action, "/resources/graph", options), query });
  }

  /**
   * A resource as it is now, and again whenever it changes. Short-lived states may be skipped. Ends when it is gone, or
   * `signal` aborts. All watches and waits of a client share one event stream.
   *
   * @throws NotFoundError if there is none at the beginning
   */
  watch<const Id extends string>(
    target: Id | Exclude<ResourceTarget, string>,
    options: RequestOptions = {},
  ): AsyncGenerator<Typed<Types, KeyOfId<Types, Id>>, void, undefined> {
    return this.#watch(target, options) as AsyncGenerator<never, void, undefined>;
  }

  /**
   * Waits until a resource is ready and up to date with its dependencies, and returns it with all its outputs. Driven
   * by the event stream, with polling as a safety net. If a dependency has failed it keeps waiting, since that may be
   * fixed.
   *
   * @throws ResourceFailedError if it fails, or is a draft, which does nothing by itself
   * @throws MissingDependencyError if a dependency is missing for `missingTimeout`, ten seconds by default
   * @throws ResourcePausedError if it is paused for as long
   * @throws WaitTimeoutError after `timeout` milliseconds, ten minutes by default; it says what blocks it
   * @throws NotFoundError if it does not exist, or is deleted meanwhile
   */
  async waitUntilReady<Config, Outputs>(
    target: Resource<Config, Outputs>,
    options?: ReadyWaitOptions,
  ): Promise<ReadyResource<Config, Outputs>>;
  async waitUntilReady<const Id extends string>(
    target: Id | Exclude<ResourceTarget, string>,
    options?: ReadyWaitOptions,
  ): Promise<Ready<Types, KeyOfId<Types, Id>>>;
  async waitUntilReady(target: ResourceTarget, options: ReadyWaitOptions = {}): Promise<unknown> {
    return waitUntilReady(nameOf(target), (inner) => this.#watch(target, inner), options);
  }

  /**
   * Waits until a deleted resource is gone.
   *
   * @throws ResourceFailedError if its deletion fails
   * @throws WaitTimeoutError after `timeout` milliseconds, ten minutes by default
   */
  waitUntilGone(target: ResourceTarget, options: WaitOptions = {}): Promise<void> {
    return waitUntilGone(nameOf(target), (inner) => this.#watch(target, inner), options);
  }

  #watch(target: ResourceTarget, options: RequestOptions): AsyncGenerator<WireResource, void, undefined> {
    const source = {
      feed: this.#feed,
      read: (etag: string | undefined, inner: RequestOptions) => this.#read(target, inner, etag),
    };
    return watchResource(source, options);
  }

  #read(target: ResourceTarget, options: GetOptions, etag?: string) {
    return this.#transport.json<WireResource | null>({
      ...get(`get ${nameOf(target)}`, resourcePath(target), options),
      query: { reveal: options.reveal },
      headers: { "if-none-match": etag },
      accept: [304],
    });
  }

  #logsCall(target: ResourceTarget, { since, tail, eventId, attempt, ...options }: LogOptions): Call {
    return {
      ...get(`read the log of ${nameOf(target)}`, resourcePath(target, "/logs"), options),
      query: { since, tail, event_id: eventId, attempt },
    };
  }

  #list<Item>(action: string, path: string, query: object, options: ListOptions): List<Item> {
    return new List<Item>(this.#transport, { ...get(action, path, options), query }, options);
  }
}

function filterOf({ provider, resource, connection, tags, set, lifecycle_state, drift, q }: ResourceFilter): object {
  const query = { provider, resource, connection, tags, set, lifecycle_state, drift, q };
  return query satisfies Record<keyof ResourceFilter, unknown>;
}
