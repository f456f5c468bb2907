import { MAX_LISTED } from "@pragma/language";
import type { Health, JsonObject, LogLevel, LogLine, LogsOptions } from "../context.ts";
import { ConfigError } from "../errors.ts";
import type { ChangeResult, HandlerName, ObjectSchema, ResourceDefinition } from "../resource.ts";
import { OutputsError, parseWith } from "./failure.ts";
import { parseFound } from "./found.ts";
import { createContext, type Invocation, type InvocationHost } from "./invocation.ts";
import { checkIdentity, parseImported, parsePage } from "./listed.ts";
import { parseKnown, parsePlanned } from "./planned.ts";
import { takeState } from "./state.ts";

/** A line of the real thing's log, as sent to the platform. */
export interface LogEntry {
  timestamp: string;
  level: LogLevel;
  message: string;
  metadata: JsonObject | null;
}

/** A provider's health result, as sent to the platform. */
export interface HealthReport {
  status: Health["status"];
  message: string | null;
  details: JsonObject | null;
}

/** What a handler returned, as sent to the platform. */
export interface HandlerAnswer {
  value: JsonObject | HealthReport | string | null;
  /** What it gave to `withState`; left out if it did not call that. */
  state?: unknown;
}

/** Fields that a message names. */
const MAX_NAMED = 10;
const HEALTH_STATUSES: readonly unknown[] = ["healthy", "degraded", "unhealthy"];

/** Handlers that are about things without a resource: a config that they are given need not be whole. */
const SEARCHES: readonly HandlerName[] = ["import", "list"];

/**
 * Runs one handler: parses the config and that of the connection, calls the handler, parses the result. The value is the outputs for
 * `create`, `update` and `observe`, `{outputs, config?}` for `read`, `{outputs, config}` for `import` (null means absent for these
 * three), null for `delete`, a text or null for `identity`, a ListPage for `list`, `{replace, outputs, warnings}` for `plan`, a
 * HealthReport for `health`.
 *
 * @throws ConfigError when one of them fails its schema; OutputsError when the answer does; what the handler threw.
 */
export async function runHandler(
  definition: ResourceDefinition,
  method: Exclude<HandlerName, "logs">,
  invocation: Invocation,
  host: InvocationHost,
): Promise<HandlerAnswer> {
  const ctx = createContext(invocation, await parseInputs(definition, method, invocation), host);
  const toChange = async (result: ChangeResult<ObjectSchema>): Promise<HandlerAnswer> => {
    const { value, ...state } = takeState(result, method);
    return { value: await parseOutputs(definition, value, method, host), ...state };
  };
  switch (method) {
    case "read": {
      if (!definition.read) throw missing(method);
      const { value, ...state } = takeState(await definition.read(ctx), method);
      if (value === null) return { value };
      const { outputs, ...config } = parseFound(value);
      return { value: { outputs: await parseOutputs(definition, outputs, method, host), ...config }, ...state };
    }
    case "observe": {
      if (!definition.observe) throw missing(method);
      const outputs = await definition.observe(ctx);
      return { value: outputs === null ? null : await parseOutputs(definition, outputs, method, host) };
    }
    case "create":
      return toChange(await definition.create(ctx));
    case "update": {
      const previous = await parsePrevious(definition, invocation.previousConfig ?? invocation.config);
      return toChange(await definition.update(ctx, previous));
    }
    case "delete":
      await definition.delete(ctx);
      return { value: null };
    case "identity":
      if (!definition.identity) throw missing(method);
      return { value: checkIdentity(definition.identity(ctx.config, ctx.outputs ?? {})) };
    case "import": {
      if (!definition.import) throw missing(method);
      const { value, ...state } = takeState(await definition.import(ctx, invocation.identity ?? ""), method);
      if (value === null) return { value };
      const { outputs, config } = parseImported(value);
      return { value: { outputs: await parseOutputs(definition, outputs, method, host), config }, ...state };
    }
    case "list": {
      if (!definition.list) throw missing(method);
      const page = invocation.page ?? { cursor: null, limit: MAX_LISTED };
      return { value: parsePage(await definition.list(ctx, page), page.limit) };
    }
    case "plan": {
      if (!definition.plan) throw missing(method);
      const { config, plan = { after: config, unknown: [] } } = invocation;
      const after = await parseKnown(plan, config, (whole) => parseConfig(definition, whole));
      return { value: parsePlanned(await definition.plan(ctx, { before: ctx.config, after, unknown: plan.unknown })) };
    }
    case "health":
      if (!definition.health) throw missing(method);
      return { value: toHealthReport(await definition.health(ctx)) };
    default:
      // A later version of the platform may know more methods than this SDK.
      throw missing(method);
  }
}

/** Runs the `logs` handler and gives its lines in the platform's form. @throws as runHandler does. */
export async function* runLogs(
  definition: ResourceDefinition,
  invocation: Invocation,
  host: InvocationHost,
  options: LogsOptions,
): AsyncGenerator<LogEntry, void> {
  if (!definition.logs) throw missing("logs");
  const ctx = createContext(invocation, await parseInputs(definition, "logs", invocation), host);
  for await (const line of definition.logs(ctx, options)) yield toLogEntry(line);
}

async function parseInputs(
  definition: ResourceDefinition,
  method: HandlerName,
  { config, connection = null }: Invocation,
) {
  return {
    config: await parseOwn(definition, method, config),
    connection: connection && (await parseConnection(definition, connection)),
  };
}

/** The config that a call is about. What `plan` is told of is that of the last success, by whichever schema. */
async function parseOwn(definition: ResourceDefinition, method: HandlerName, config: JsonObject): Promise<JsonObject> {
  if (SEARCHES.includes(method)) return config;
  return method === "plan" ? parsePrevious(definition, config) : parseConfig(definition, config);
}

/** A type whose definition does not say what its connection is gets the config as it was sent. */
async function parseConnection(definition: ResourceDefinition, connection: JsonObject): Promise<JsonObject> {
  if (!definition.connection) return connection;
  const fail = (message: string) => new ConfigError(`connection: ${message}`);
  return parseWith(definition.connection.config, connection, "config", fail);
}

function parseConfig(definition: ResourceDefinition, config: JsonObject): Promise<JsonObject> {
  return parseWith(definition.config, config, "config", (message) => new ConfigError(message));
}

/** A config that only an older version of the schema accepts is passed unchanged: it is a hint, not an input. */
function parsePrevious(definition: ResourceDefinition, previous: JsonObject): Promise<JsonObject> {
  return parseConfig(definition, previous).catch(() => previous);
}

async function parseOutputs(
  definition: ResourceDefinition,
  outputs: unknown,
  method: string,
  host: InvocationHost,
): Promise<JsonObject> {
  const parsed = await parseWith(
    definition.outputs,
    outputs,
    "outputs",
    (message) => new OutputsError(`${method} returned outputs that break their schema: ${message}`),
  );
  const undeclared = Object.entries(outputs as JsonObject)
    .filter(([key, value]) => value !== undefined && !Object.hasOwn(parsed, key))
    .map(([key]) => key);
  if (undeclared.length > 0) {
    const fields = undeclared.slice(0, MAX_NAMED).map((key) => `"${key}"`);
    const more = undeclared.length > MAX_NAMED ? ` and ${undeclared.length - MAX_NAMED} more` : "";
    const them = undeclared.length === 1 ? "it is" : "they are";
    host.log(
      "warn",
      `${method} returned ${fields.join(", ")}${more}, which the outputs schema does not declare: ${them} dropped`,
      null,
    );
  }
  return parsed;
}

function missing(method: HandlerName): Error {
  return new TypeError(`This resource type has no "${method}" handler`);
}

function toHealthReport(health: Health): HealthReport {
  if (!HEALTH_STATUSES.includes(health?.status)) {
    throw new OutputsError(`health must return a status of healthy, degraded or unhealthy`);
  }
  return { status: health.status, message: health.message ?? null, details: health.details ?? null };
}

function toLogEntry(line: LogLine | string): LogEntry {
  const { message, level, timestamp, metadata } = typeof line === "string" ? { message: line } : line;
  const time = timestamp === undefined ? new Date() : new Date(timestamp);
  if (Number.isNaN(time.getTime())) throw new OutputsError(`logs yielded a line with an invalid time`);
  return {
    timestamp: time.toISOString(),
    level: level ?? "info",
    message: String(message),
    metadata: metadata ?? null,
  };
}
