import type { z } from "zod";
import type { ObjectSchema } from "./resource.ts";

/** A JSON object whose contents are not known to the compiler. */
export type JsonObject = Record<string, unknown>;

/** Severity of a log line. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Writes one line to the resource's log. Messages over 8 KiB are truncated; at most 1,000 lines per call are kept. */
export type LogFunction = (message: string, metadata?: JsonObject) => void;

/** The log of the resource, shown by `GET /resources/{id}/logs`. */
export type ContextLog = Readonly<Record<LogLevel, LogFunction>>;

/** The trace that a call is part of (W3C Trace Context). */
export interface Trace {
  /** For the header of that name on requests that the handler makes: they then belong to the same trace. */
  readonly traceparent: string;
  /** 32 hexadecimal digits, as in `trace_id` of logs. */
  readonly traceId: string;
}

/** A whole-resource reference of the config, resolved: another resource with its config and outputs. */
export interface ResolvedDependency {
  readonly __dependency__: true;
  readonly provider: string;
  readonly resource: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly outputs: JsonObject;
}

/**
 * The whole-resource references that a value of type `T` can hold, as a union of their types: references declared with
 * `dependency()` keep their own type; where `T` is `unknown`, any reference is possible. Looks at most eight levels
 * deep, because a type may contain itself; below that, any reference is possible too.
 */
export type DependencyIn<T, Depth extends readonly unknown[] = []> = unknown extends T
  ? ResolvedDependency
  : Depth["length"] extends 8
    ? ResolvedDependency
    : T extends ResolvedDependency
      ? T
      : T extends readonly (infer Item)[]
        ? DependencyIn<Item, [...Depth, 0]>
        : T extends object
          ? { [Key in keyof T]-?: DependencyIn<T[Key], [...Depth, 0]> }[keyof T]
          : never;

/** A sub-resource to apply. It is owned by the applying resource and deleted with it. */
export interface SubResource {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  depends_on?: string[];
  tags?: string[];
  /**
   * Name of the connection that it uses, or its key; null for none. Left out, one of the same provider is created with the
   * connection of the resource that applies it, and keeps what it has later.
   */
  connection?: string | null;
}

/** A sub-resource as the platform reports it. */
export interface SubResourceState<Outputs = JsonObject> {
  id: string;
  provider: string;
  resource: string;
  name: string;
  lifecycle_state: "draft" | "pending" | "processing" | "ready" | "failed";
  outputs: Outputs;
  error: string | null;
}

/**
 * The context that every handler gets. `Config` and `Outputs` are the types of the resource's schemas, `Connection` that of
 * the connection's config. `Dependency` is derived from `Config`; it is a parameter because a conditional type among the
 * members would make contexts of two types unrelated.
 */
export interface ProviderContext<
  Config = JsonObject,
  Outputs = JsonObject,
  Connection = JsonObject,
  Dependency = DependencyIn<Config>,
> {
  /** The platform's id of the resource. */
  readonly id: string;
  readonly name: string;
  /** The config with its references resolved, parsed by the config schema. */
  readonly config: Config;
  /**
   * Config of the connection that the resource names, as it is now, with its references resolved; null if it names none. Parsed by
   * the connection's schema if the resource's definition has the member `connection`, otherwise as the platform sends it.
   */
  readonly connection: Connection | null;
  /** The outputs of the last success; null before the first. */
  readonly outputs: Outputs | null;
  /** What a handler of this resource last gave to `withState`: JSON; null before. */
  readonly state: unknown;
  readonly tags: readonly string[];
  /** The same for every attempt at one change: use it as the idempotency key for the API that you call. */
  readonly operationId: string;
  /**
   * The `operationId` of a change that was begun and then replaced by this one: ask the API that you call what came of it, since it
   * may have left something behind. Null otherwise, and for types with `read` or `observe`, which see that themselves.
   */
  readonly previousOperationId: string | null;
  /**
   * Whether the resource is only observed (`handling.mode`): nothing of it is ever changed or deleted. So `read` and `observe` tell what
   * is there, whoever made it, where they would otherwise refuse what is not the resource's own.
   */
  readonly observed: boolean;
  /**
   * Whether an earlier attempt at this change, or at one that it replaced, may have made the thing. What is found is then taken for the
   * resource's own; where it is false, and the resource has never succeeded, it is somebody else's: `refuseStranger`
   * throws AlreadyExists then.
   */
  readonly mayExist: boolean;
  /** 1 on the first attempt. */
  readonly attempt: number;
  /**
   * Trace that this call is part of: that of whoever applied the change, if they sent a `traceparent`. An update because a
   * dependency changed, a health check and reading logs are part of a trace of their own.
   */
  readonly trace: Trace;
  /** Aborted at the deadline and on cancel. Pass it to everything that waits. */
  readonly signal: AbortSignal;
  readonly log: ContextLog;
  /** Every whole-resource reference in the config, in the order it appears. */
  readonly dependencies: readonly Dependency[];
  /**
   * Applies a sub-resource, owned by this one. Those that an update no longer applies are deleted after it succeeds.
   */
  apply(resource: SubResource): Promise<SubResourceState>;
  /**
   * Waits until the resource with this id is ready; the deadline is paused meanwhile. `timeout` is in seconds, 300 by
   * default. With a zod schema as `outputs`, its outputs are parsed and typed. Rejects if the resource fails, the time
   * is up, or its outputs do not match the schema.
   */
  waitReady(id: string, options?: { timeout?: number }): Promise<SubResourceState>;
  waitReady<Schema extends ObjectSchema>(
    id: string,
    options: { timeout?: number; outputs: Schema },
  ): Promise<SubResourceState<z.output<Schema>>>;
}

/** What `import` and `list` get: they are about things that no resource manages yet. */
export interface SearchContext<Config = JsonObject, Connection = JsonObject>
  extends Pick<ProviderContext<Config, JsonObject, Connection>, "trace" | "signal" | "log"> {
  /**
   * What is known of the config, as it was given and not parsed: that of the document which is to take the thing over, or the fields
   * that somebody named to narrow a list, such as the database that schemas are wanted of.
   */
  readonly config: Partial<Config>;
  /** Config of the connection to search through, as of a resource's; null for none. */
  readonly connection: Connection | null;
}

/** Which log lines are wanted: those after `since`, and of those the last `tail`. */
export interface LogsOptions {
  readonly since: Date | null;
  readonly tail: number;
}

/** A line of the real thing's log. A bare string is an `info` line without a timestamp. */
export interface LogLine {
  message: string;
  level?: LogLevel;
  timestamp?: Date | string;
  metadata?: JsonObject;
}

/** The health of the real thing. */
export interface Health {
  status: "healthy" | "degraded" | "unhealthy";
  message?: string | null;
  details?: JsonObject;
}
