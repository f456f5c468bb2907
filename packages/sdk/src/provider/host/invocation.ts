import type {
  JsonObject,
  LogLevel,
  ProviderContext,
  ResolvedDependency,
  SubResource,
  SubResourceState,
} from "../context.ts";
import type { ListOptions } from "../listed.ts";
import type { ObjectSchema } from "../resource.ts";
import { parseWith } from "./failure.ts";
import type { PlanOptions } from "./planned.ts";
import { traceOf } from "./trace.ts";

/** One handler call as the platform sends it, not parsed yet. */
export interface Invocation {
  id: string;
  name: string;
  config: JsonObject;
  previousConfig: JsonObject | null;
  outputs: JsonObject | null;
  /** What a handler of the resource kept with `withState`. */
  state?: unknown;
  tags: readonly string[];
  operationId: string;
  previousOperationId?: string | undefined;
  /** An earlier attempt may have made the thing; false if left out. */
  mayExist?: boolean | undefined;
  /** For `import`. */
  identity?: string | undefined;
  /** For `list`. */
  page?: ListOptions | undefined;
  /** For `plan`; the config is that of the last success then. */
  plan?: PlanOptions | undefined;
  /** It is only observed; false if left out. */
  observed?: boolean | undefined;
  attempt: number;
  /** Trace that it is part of, as a header; a trace of its own if left out. */
  traceparent?: string | undefined;
  /** Config of the connection that the resource names. */
  connection?: JsonObject | null | undefined;
}

/** Requests that an invocation may send to the platform while it runs. */
export interface InvocationHost {
  readonly signal: AbortSignal;
  log(level: LogLevel, message: string, metadata: JsonObject | null): void;
  apply(resource: SubResource): Promise<SubResourceState>;
  /** `timeout` in seconds. */
  waitReady(id: string, timeout: number): Promise<SubResourceState>;
}

const DEFAULT_WAIT_SECONDS = 300;

/** The context that a handler sees. `config` and `connection` are the parsed ones. */
export function createContext(
  invocation: Invocation,
  { config, connection }: Pick<ProviderContext, "config" | "connection">,
  host: InvocationHost,
): ProviderContext {
  const line = (level: LogLevel) => (message: string, metadata?: JsonObject) =>
    host.log(level, String(message), metadata ?? null);
  return {
    id: invocation.id,
    name: invocation.name,
    config,
    connection,
    outputs: invocation.outputs,
    state: invocation.state ?? null,
    tags: invocation.tags,
    operationId: invocation.operationId,
    previousOperationId: invocation.previousOperationId ?? null,
    observed: invocation.observed ?? false,
    mayExist: invocation.mayExist ?? false,
    attempt: invocation.attempt,
    trace: traceOf(invocation.traceparent),
    signal: host.signal,
    log: { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") },
    // Most handlers never use this, so the config is searched only on demand.
    get dependencies() {
      return findDependencies(config);
    },
    apply: (resource) => host.apply(resource),
    waitReady: async (id: string, options: { timeout?: number; outputs?: ObjectSchema } = {}) => {
      const state = await host.waitReady(id, options.timeout ?? DEFAULT_WAIT_SECONDS);
      if (!options.outputs) return state;
      const outputs = await parseWith(options.outputs, state.outputs, "outputs", (message) => {
        return new Error(`${id} has other outputs than are needed: ${message}`);
      });
      return { ...state, outputs };
    },
  };
}

/**
 * Every resolved whole-resource reference in a config, in the order it appears. References inside one are not searched.
 */
export function findDependencies(value: unknown): ResolvedDependency[] {
  if (typeof value !== "object" || value === null) return [];
  if (isDependency(value)) return [value];
  return Object.values(value).flatMap(findDependencies);
}

function isDependency(value: object): value is ResolvedDependency {
  return "__dependency__" in value && value.__dependency__ === true && "outputs" in value && "config" in value;
}
