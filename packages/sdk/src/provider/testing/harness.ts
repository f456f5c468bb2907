import { randomUUID } from "node:crypto";
import { type DriftChange, findDrift, MAX_LISTED, type JsonObject as Plain } from "@pragma/language";
import type { z } from "zod";
import { findResource, type Provider } from "../brand.ts";
import { CONNECTION_TYPE } from "../connection.ts";
import type { JsonObject, LogsOptions, SubResource } from "../context.ts";
import { ConfigError } from "../errors.ts";
import type { Found } from "../found.ts";
import { OutputsError, toFailure } from "../host/failure.ts";
import type { Invocation, InvocationHost } from "../host/invocation.ts";
import { type HandlerAnswer, type HealthReport, type LogEntry, runHandler, runLogs } from "../host/run.ts";
import type { ListOptions } from "../listed.ts";
import type { HandlerName, ObjectSchema, ResourceDefinition } from "../resource.ts";
import type { ResourceDescription } from "../schema.ts";
import { checkConfig, checkConnection, checkImmutable } from "./config-check.ts";
import { type HarnessPlatform, hostOf, idsOf } from "./platform.ts";
import type {
  HarnessCall,
  HarnessCandidate,
  HarnessError,
  HarnessHealthResult,
  HarnessIdentityResult,
  HarnessImportResult,
  HarnessListResult,
  HarnessLogsResult,
  HarnessPlanResult,
  HarnessReadResult,
  HarnessResult,
} from "./results.ts";

type Resources<P extends Provider> = P["resources"];
type TypeOf<P extends Provider> = keyof Resources<P> & string;
type ConfigOf<P extends Provider, T extends TypeOf<P>> = z.input<Resources<P>[T]["config"]>;
type ConnectionOf<P extends Provider> =
  Resources<P> extends Record<typeof CONNECTION_TYPE, { config: infer Config extends ObjectSchema }>
    ? z.input<Config>
    : JsonObject;
type InputOf<P extends Provider, T extends TypeOf<P>> = HarnessInput<ConfigOf<P, T>, ConnectionOf<P>>;
type FoundOf<P extends Provider, T extends TypeOf<P>> = Found<ConfigOf<P, T>>;
type PartOf<P extends Provider, T extends TypeOf<P>> = Partial<ConfigOf<P, T>>;
type OutputsOf<P extends Provider, T extends TypeOf<P>> = z.output<Resources<P>[T]["outputs"]>;

/** Settings of one call. Defaults are what the harness remembers of the resource of that name. */
export interface HarnessInput<Config = JsonObject, Connection = JsonObject> {
  /** `main` if left out. */
  name?: string;
  config?: Config;
  /** Config of the connection that the resource names; null for none. */
  connection?: Connection | null;
  /** The last config that succeeded. */
  previous?: Config;
  outputs?: JsonObject | null;
  /** What an earlier handler gave to `withState`. */
  state?: unknown;
  tags?: string[];
  operationId?: string;
  /** Id of an earlier change of it that was begun and replaced. */
  previousOperationId?: string;
  /** It is only observed; false by default. */
  observed?: boolean;
  /** An earlier attempt may have made the thing; by default from the second attempt on. */
  mayExist?: boolean;
  attempt?: number;
  /** Trace that the call is part of, for `ctx.trace`; a trace of its own if left out. */
  traceparent?: string;
  signal?: AbortSignal;
}

/** Settings of a harness. */
export interface HarnessOptions<Connection = JsonObject> extends HarnessPlatform {
  /** Config of the connection that resources use, unless a call gives another one. */
  connection?: Connection | null;
}

interface Remembered {
  config: JsonObject;
  connection: JsonObject | null;
  outputs: JsonObject | null;
  state: unknown;
  tags: readonly string[];
}

/** What is known where there is no resource yet. */
export interface HarnessSearch<Config = JsonObject, Connection = JsonObject>
  extends Pick<HarnessInput<Config, Connection>, "config" | "connection" | "signal"> {}

interface Run<T> {
  value: T | null;
  /** What its handlers gave to `withState`, the last of them; left out if none did. */
  state?: unknown;
  identity?: string | null;
  error: HarnessError | null;
  logs: LogEntry[];
}

/**
 * Runs a provider's handlers in memory, under the rules of the platform: config and outputs go through JSON and are
 * validated against their schemas, unknown keys and changes to immutable fields are refused, create calls `read` or
 * `observe` first. It remembers each resource and the connection that it uses between calls, so a test reads like the life of a resource.
 *
 * @example
 * const harness = new ProviderHarness(provider);
 * const created = await harness.create("database", { config: { name: "shop" } });
 * const updated = await harness.update("database", { config: { name: "shop", owner: "app" } });
 */
export class ProviderHarness<P extends Provider> {
  /** Every call of a handler, in the order made. A config refused before it reaches a handler does not count. */
  readonly calls: HarnessCall[] = [];
  /** Every sub-resource applied through `ctx.apply`. */
  readonly applied: SubResource[] = [];
  readonly #provider: P;
  readonly #types: Record<string, ResourceDescription>;
  readonly #platform: HarnessPlatform;
  readonly #connection: JsonObject | null;
  readonly #known = new Map<string, Remembered>();

  /** @throws TypeError if a schema cannot be written as JSON Schema, as the platform does at build. */
  constructor(provider: P, { connection = null, ...platform }: HarnessOptions<ConnectionOf<P>> = {}) {
    this.#provider = provider;
    this.#types = provider.describe();
    this.#platform = platform;
    this.#connection = connection as JsonObject | null;
  }

  /** Creates; if `read` or `observe` finds the thing already there, updates it instead, as the platform does. */
  async create<T extends TypeOf<P>>(type: T, input: InputOf<P, T>): Promise<HarnessResult<OutputsOf<P, T>>> {
    return this.#change(type, input, async (run, invocation) => {
      const found = await this.#look(type, run, invocation);
      return found === null ? run("create", invocation) : run("update", { ...invocation, outputs: found });
    });
  }

  /** Updates from the remembered (or given) `previous` config. */
  async update<T extends TypeOf<P>>(type: T, input: InputOf<P, T>): Promise<HarnessResult<OutputsOf<P, T>>> {
    return this.#change(type, input, (run, invocation) => {
      const schema = this.#description(type).schema;
      if (invocation.previousConfig) checkImmutable(schema, invocation.previousConfig, invocation.config);
      return run("update", invocation);
    });
  }

  /** Deletes, and forgets the resource if that succeeded. */
  async delete<T extends TypeOf<P>>(type: T, input: InputOf<P, T> = {}): Promise<HarnessResult<OutputsOf<P, T>>> {
    const invocation = this.#invocation(type, input);
    const run = await this.#attempt(type, input, (call) => call("delete", invocation));
    if (!run.error) this.#known.delete(keyOf(type, invocation.name));
    return finish(run, null);
  }

  /** Observes; `outputs` is null when the thing is absent. */
  async observe<T extends TypeOf<P>>(type: T, input: InputOf<P, T> = {}): Promise<HarnessResult<OutputsOf<P, T>>> {
    const invocation = this.#invocation(type, input);
    const run = await this.#attempt(type, input, (call) => call("observe", invocation));
    return finish(run, run.value as OutputsOf<P, T> | null);
  }

  /** Reads as a check for drift does; `outputs` and `config` are null when the thing is absent. It remembers nothing. */
  async read<T extends TypeOf<P>>(
    type: T,
    input: InputOf<P, T> = {},
  ): Promise<HarnessReadResult<OutputsOf<P, T>, FoundOf<P, T>>> {
    const invocation = this.#invocation(type, input);
    const run = await this.#attempt(type, input, (call) => call("read", invocation));
    if (run.error) return { ok: false, outputs: null, config: null, error: run.error, logs: run.logs };
    const found = run.value as { outputs: OutputsOf<P, T>; config?: FoundOf<P, T> } | null;
    return { ...succeeded(run), outputs: found?.outputs ?? null, config: found?.config ?? null };
  }

  /**
   * Reads, and compares as a check for drift does: declared paths whose values `read` found to be others. Nothing differs directly after
   * a create or an update, else each check would find drift that nobody made.
   *
   * @throws the error of `read`; Error if the thing is absent
   */
  async drift<T extends TypeOf<P>>(type: T, input: InputOf<P, T> = {}): Promise<DriftChange[]> {
    const { config } = this.#invocation(type, input);
    const read = await this.read(type, input);
    if (read.error) throw read.error.cause;
    if (read.outputs === null) throw new Error(`The ${type} is absent: there is nothing to compare`);
    return findDrift(config as Plain, (read.config ?? undefined) as Plain | undefined);
  }

  /** Asks what names the thing to `import`: that of the remembered, or given, config and outputs. */
  async identity<T extends TypeOf<P>>(type: T, input: InputOf<P, T> = {}): Promise<HarnessIdentityResult> {
    const invocation = this.#invocation(type, input);
    const run = await this.#attempt(type, input, (call) => call("identity", invocation));
    if (run.error) return { ok: false, outputs: null, identity: null, error: run.error, logs: run.logs };
    return { ...succeeded(run), outputs: null, identity: run.value as string | null };
  }

  /** Asks for an existing thing by its identity; both are null when there is none. It remembers nothing. */
  async import<T extends TypeOf<P>>(
    type: T,
    identity: string,
    search: HarnessSearch<PartOf<P, T>, ConnectionOf<P>> = {},
  ): Promise<HarnessImportResult<OutputsOf<P, T>, PartOf<P, T>>> {
    const invocation = { ...this.#invocation(type, searchOf(search)), identity };
    const run = await this.#attempt(type, searchOf(search), (call) => call("import", invocation));
    if (run.error) return { ok: false, outputs: null, config: null, error: run.error, logs: run.logs };
    const found = run.value as { outputs: OutputsOf<P, T>; config: PartOf<P, T> } | null;
    return { ...succeeded(run), outputs: found?.outputs ?? null, config: found?.config ?? null };
  }

  /** Lists existing things: `limit` of them, 100 by default, from `cursor` on. */
  async list<T extends TypeOf<P>>(
    type: T,
    {
      cursor = null,
      limit = MAX_LISTED,
      ...search
    }: HarnessSearch<PartOf<P, T>, ConnectionOf<P>> & Partial<ListOptions> = {},
  ): Promise<HarnessListResult> {
    const invocation = { ...this.#invocation(type, searchOf(search)), page: { cursor, limit } };
    const run = await this.#attempt(type, searchOf(search), (call) => call("list", invocation));
    if (run.error) return { ok: false, outputs: null, items: null, error: run.error, logs: run.logs };
    const page = run.value as { items: HarnessCandidate[]; cursor: string | null };
    return { ...succeeded(run), outputs: null, ...page };
  }

  /**
   * Takes an existing thing over as the platform does for a document with `adopt`: `import`, then `read` with the declared config, and
   * `update` only if something differs. The resource is remembered from then on.
   */
  async adopt<T extends TypeOf<P>>(
    type: T,
    identity: string,
    input: InputOf<P, T>,
  ): Promise<HarnessResult<OutputsOf<P, T>>> {
    return this.#change(type, input, async (run, invocation, name) => {
      const imported = (await run("import", { ...invocation, identity })) as FoundThing | null;
      if (imported === null) throw new ConfigError(`There is no ${type} "${identity}" to take over`);
      const known = { ...invocation, outputs: imported.outputs };
      const found = this.#definition(type).read ? ((await run("read", known)) as FoundThing | null) : imported;
      if (found === null) {
        throw new ConfigError(`The ${type} "${identity}" is another one than the config names: it is not there`);
      }
      const { config } = invocation;
      const own = await name(found.outputs);
      if (own !== undefined && own !== identity)
        throw new ConfigError(`The config names the ${type} "${own}", not "${identity}"`);
      if (findDrift(config as Plain, found.config as Plain | undefined).length === 0) return found.outputs;
      const previousConfig = { ...config, ...imported.config };
      checkImmutable(this.#description(type).schema, previousConfig, config);
      return run("update", { ...invocation, outputs: found.outputs, previousConfig });
    });
  }

  /**
   * Replaces a remembered thing as the platform does for a change with `allow_replace`: `delete` with the config that it has, then, by the
   * same operation, a create that knows nothing of the old one. If deleting fails, nothing is created.
   *
   * @throws Error if it remembers no such thing
   */
  async replace<T extends TypeOf<P>>(type: T, input: InputOf<P, T>): Promise<HarnessResult<OutputsOf<P, T>>> {
    const { name, signal, operationId = randomUUID() } = input;
    const deleted = await this.delete(type, {
      operationId,
      ...(name !== undefined && { name }),
      ...(signal && { signal }),
    } as InputOf<P, T>);
    return deleted.ok ? this.create(type, { ...input, operationId }) : deleted;
  }

  /**
   * Asks what an update of the remembered, or given, `previous` config would do. `unknown` are paths of the new config whose values are
   * not known yet: `plan` gets null there.
   *
   * @throws Error if there is no previous config
   */
  async plan<T extends TypeOf<P>>(
    type: T,
    { unknown = [], ...input }: InputOf<P, T> & { unknown?: readonly string[] },
  ): Promise<HarnessPlanResult> {
    const { config: after, previousConfig: config, ...invocation } = this.#invocation(type, input as InputOf<P, T>);
    if (!config)
      throw new Error(`The harness knows no ${type} "${invocation.name}" to be updated: give its previous config`);
    const asked = { ...invocation, config, previousConfig: null, plan: { after, unknown } };
    const run = await this.#attempt(type, input as InputOf<P, T>, (call) => call("plan", asked));
    if (run.error) return { ok: false, outputs: null, plan: null, error: run.error, logs: run.logs };
    const plan = run.value as { replace: string[]; outputs: string[] | null; warnings: string[] };
    return { ...succeeded(run), outputs: null, plan };
  }

  async health<T extends TypeOf<P>>(type: T, input: InputOf<P, T> = {}): Promise<HarnessHealthResult> {
    const invocation = this.#invocation(type, input);
    const run = await this.#attempt(type, input, (call) => call("health", invocation));
    if (run.error) return { ok: false, outputs: null, health: null, error: run.error, logs: run.logs };
    return { ...succeeded(run), outputs: null, health: run.value as HealthReport };
  }

  /** Reads the thing's own log: lines after `since` (all if left out), the last `tail` (100 if left out). */
  async logs<T extends TypeOf<P>>(
    type: T,
    input: InputOf<P, T> & Partial<LogsOptions> = {},
  ): Promise<HarnessLogsResult> {
    const { since = null, tail = 100 } = input;
    const invocation = this.#invocation(type, input);
    const lines: LogEntry[] = [];
    const run = await this.#attempt(type, input, (_call, host) =>
      this.#record("logs", type, invocation, async () => {
        for await (const line of runLogs(this.#definition(type), invocation, host, { since, tail })) lines.push(line);
        return { value: null };
      }),
    );
    if (run.error) return { ok: false, outputs: null, lines: null, error: run.error, logs: run.logs };
    return { ...succeeded(run), outputs: null, lines: lines.slice(-tail) };
  }

  async #change<T extends TypeOf<P>>(
    type: T,
    input: InputOf<P, T>,
    steps: (call: HandlerCall, invocation: Invocation, name: NameThing) => Promise<unknown>,
  ): Promise<HarnessResult<OutputsOf<P, T>>> {
    const invocation = this.#invocation(type, input);
    let identity: string | null | undefined;
    const run = await this.#attempt(type, input, async (call) => {
      checkConfig(this.#description(type).schema, invocation.config);
      const name: NameThing = async (outputs) => {
        if (identity === undefined && this.#definition(type).identity)
          identity = (await call("identity", { ...invocation, outputs })) as string | null;
        return identity;
      };
      const outputs = (await steps(call, invocation, name)) as JsonObject;
      await name(outputs);
      return outputs;
    });
    if (!run.error && identity !== undefined) run.identity = identity;
    if (!run.error) {
      const { config, connection = null, tags } = invocation;
      const { state } = { ...invocation, ...run };
      const outputs = run.value as JsonObject;
      this.#known.set(keyOf(type, invocation.name), { config, connection, tags, outputs, state });
    }
    return finish(run, run.value as OutputsOf<P, T> | null);
  }

  async #attempt<T extends TypeOf<P>>(
    type: T,
    input: InputOf<P, T>,
    body: (call: HandlerCall, host: InvocationHost) => Promise<unknown>,
  ): Promise<Run<unknown>> {
    const logs: LogEntry[] = [];
    const signal = input.signal ?? new AbortController().signal;
    const host = hostOf(this.#platform, { logs, applied: this.applied, signal });
    let said: { state?: unknown } = {};
    const call: HandlerCall = async (method, invocation) => {
      const given = { ...invocation, ...said };
      const run = () => runHandler(this.#definition(type), method, given, host);
      const { value, ...state } = await this.#record(method, type, given, run);
      said = { ...said, ...state };
      return value;
    };
    try {
      return { value: await body(call, host), ...said, error: null, logs };
    } catch (error) {
      return { value: null, error: { ...toFailure(error), cause: error }, logs };
    }
  }

  async #record(method: HandlerName, type: string, invocation: Invocation, run: () => Promise<HandlerAnswer>) {
    const { name, config, outputs, state = null, attempt, operationId } = invocation;
    const previous = invocation.previousConfig;
    const call: HarnessCall = { method, type, name, config, previous, outputs, state, attempt, operationId, ok: false };
    checkConnection(this.#types, invocation.connection ?? null);
    this.calls.push(call);
    const answer = throughJson(await run());
    call.ok = true;
    return answer;
  }

  /** Outputs of the thing that a create finds; null if it is absent, or the type cannot look. */
  async #look(type: string, run: HandlerCall, invocation: Invocation): Promise<JsonObject | null> {
    const { read, observe } = this.#definition(type);
    if (!read) return observe ? ((await run("observe", invocation)) as JsonObject | null) : null;
    const found = (await run("read", invocation)) as { outputs: JsonObject } | null;
    return found?.outputs ?? null;
  }

  #invocation<T extends TypeOf<P>>(type: T, input: InputOf<P, T>): Invocation {
    this.#definition(type);
    const name = input.name ?? "main";
    const known = this.#known.get(keyOf(type, name));
    const config = input.config ?? known?.config;
    if (config === undefined) throw new Error(`The harness knows no ${type} "${name}": give a config`);
    const [id] = idsOf({ provider: "test", resource: type, name });
    return {
      id,
      name,
      config: throughJson(config),
      previousConfig: throughJson(input.previous ?? known?.config ?? null),
      outputs: throughJson(input.outputs === undefined ? (known?.outputs ?? null) : input.outputs),
      state: throughJson(input.state === undefined ? (known?.state ?? null) : input.state),
      tags: input.tags ?? known?.tags ?? [],
      operationId: input.operationId ?? randomUUID(),
      previousOperationId: input.previousOperationId,
      observed: input.observed,
      mayExist: input.mayExist ?? (input.attempt ?? 1) > 1,
      connection: throughJson(this.#connectionOf(type, input.connection, known)),
      attempt: input.attempt ?? 1,
      traceparent: input.traceparent,
    };
  }

  #connectionOf(type: string, given: unknown, known: Remembered | undefined): JsonObject | null {
    if (type === CONNECTION_TYPE) return null;
    if (given !== undefined) return given as JsonObject | null;
    return known ? known.connection : this.#connection;
  }

  #definition(type: string): ResourceDefinition {
    const definition = findResource(this.#provider, type);
    if (!definition) throw new TypeError(`The provider has no resource type "${type}"`);
    return definition;
  }

  #description(type: string): ResourceDescription {
    const description = this.#types[type];
    if (!description) throw new TypeError(`The provider has no resource type "${type}"`);
    return description;
  }
}

interface FoundThing {
  outputs: JsonObject;
  config?: JsonObject;
}

/** Settings of a call that is about no resource. */
function searchOf<Config, Connection>({
  config,
  ...search
}: HarnessSearch<Config, Connection>): HarnessInput<never, Connection> {
  return { ...search, name: "", config: (config ?? {}) as never };
}

/** Asks what names the thing, once; undefined if its type has no identity. */
type NameThing = (outputs: JsonObject) => Promise<string | null | undefined>;

type HandlerCall = (method: Exclude<HandlerName, "logs">, invocation: Invocation) => Promise<unknown>;

function finish<Outputs>(run: Run<unknown>, outputs: Outputs | null): HarnessResult<Outputs> {
  if (run.error) return { ok: false, outputs: null, error: run.error, logs: run.logs };
  return { ...succeeded(run), outputs };
}

function succeeded({ logs, ...run }: Run<unknown>) {
  return {
    ...{ ok: true as const, error: null, logs },
    ...("state" in run && { state: run.state }),
    ...("identity" in run && { identity: run.identity ?? null }),
  };
}

/** A value as it arrives in another process. */
function throughJson<T>(value: T): T {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (error) {
    throw new OutputsError(`not a JSON value: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function keyOf(type: string, name: string): string {
  return `${type}/${name}`;
}
