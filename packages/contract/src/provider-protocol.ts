import {
  DRIFT_SECONDS,
  type JsonObject,
  MAX_IDENTITY_LENGTH,
  MAX_LIST_CURSOR,
  MAX_LISTED,
  MAX_PLAN_WARNINGS,
  MAX_PLANNED_OUTPUTS,
  MAX_REPLACE_PATH_LENGTH,
  MAX_REPLACE_PATHS,
  MAX_TYPE_LENGTH,
} from "@pragma/language";
import { z } from "zod";
import { boundedRecord } from "./bounded-record.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { lifecycleStateSchema } from "./lifecycle-schema.ts";
import { logEntrySchema, logLevelSchema } from "./log-entry.ts";
import { resourceTypeNameSchema } from "./names.ts";
import { MAX_PROTOCOL_ITEMS, MAX_PROTOCOL_NAME, PROVIDER_PROTOCOL_LIMITS } from "./provider-protocol-limits.ts";
import { resourceHealthSchema } from "./resource-health.ts";

/**
 * How the platform talks to a provider's process: one JSON object per line (UTF-8, ended by `\n`), the platform's on
 * the process's stdin, the provider's on its stdout. docs/provider-protocol.md explains it for authors of providers in
 * other languages; every message is defined here.
 *
 * Both sides ignore unknown fields, so a field can be added without a new version.
 *
 * Each list, map and text has a bound, which a list or map is held against before its elements are looked at. Values that
 * are passed on as they are (`config`, outputs, `metadata`) have those of the line: its bytes, and the keys and values in it.
 */

export * from "./provider-protocol-limits.ts";

const messageId = z.int().positive();

/** Identifier. Names have rules of their own, which their users explain more clearly. */
const name = z.string().max(MAX_PROTOCOL_NAME, { abort: true });
/** Text for people: cut to what is kept, so no length of it is a fault. */
const words = z.string().max(PROVIDER_PROTOCOL_LIMITS.message_bytes, { abort: true });
const names = z.array(name).max(MAX_PROTOCOL_ITEMS);
const timestamp = z.iso.datetime().max(MAX_PROTOCOL_NAME, { abort: true });

export const providerMethodSchema = z.enum([
  ...["read", "observe", "create", "update", "delete"],
  ...["identity", "import", "list", "plan"],
  ...["health", "logs"],
] as const);
/** A handler of a resource type. `create`, `update` and `delete` are mandatory. */
export type ProviderMethod = z.infer<typeof providerMethodSchema>;
/** Those by which a type tells what there is: the first that it has is asked. */
export const LOOK_METHODS: readonly ProviderMethod[] = ["read", "observe"];

// ---------------------------------------------------------------------------------------- platform → provider

const limitsSchema = z.object({
  message_bytes: z.int().positive(),
  log_message_bytes: z.int().positive(),
  log_lines: z.int().nonnegative(),
});
export type ProviderProtocolLimits = z.infer<typeof limitsSchema>;

/** The input of a handler. `config` has its references resolved. */
export const callContextSchema = z.object({
  id: name,
  name,
  config: jsonObjectSchema,
  /** For `update`: the config of the last success. */
  previous_config: jsonObjectSchema.nullable(),
  /** The outputs of the last success; null before the first. */
  outputs: jsonObjectSchema.nullable(),
  /** JSON that a handler of the resource last answered as `state`; null or left out: none. */
  state: z.unknown().optional(),
  tags: names,
  /** The same for every attempt at one change. */
  operation_id: name,
  /** That of an earlier change of it that was begun and replaced, for types that neither read nor observe: it may have left something behind. */
  previous_operation_id: name.optional(),
  /** An earlier attempt at this change, or at one that it replaced, may have made the thing. */
  may_exist: z.boolean().optional(),
  /** It is only observed: nothing of it will be changed, so what is there need not be the resource's own. */
  observed: z.boolean().optional(),
  attempt: z.int().positive(),
  /** Trace of the call (W3C Trace Context); for calls about a change. */
  traceparent: name.optional(),
  /** Config of the connection that the resource names, as it is now, with references resolved; null or left out: it names none. */
  connection: jsonObjectSchema.nullable().optional(),
});
export type ProviderCallContext = z.infer<typeof callContextSchema>;

/** For `logs`: lines after `since`, and of those the last `tail`. */
export const logsOptionsSchema = z.object({ since: timestamp.nullable(), tail: z.int().positive() });
export type ProviderLogsOptions = z.infer<typeof logsOptionsSchema>;

/** For `list`: where the part begins that is wanted, null for the first, and how many things it may have. */
export const listOptionsSchema = z.object({
  cursor: z.string().max(MAX_LIST_CURSOR).nullable(),
  limit: z.int().min(1).max(MAX_LISTED),
});
export type ProviderListOptions = z.infer<typeof listOptionsSchema>;

/** For `import`: what names the thing. */
export const importOptionsSchema = z.object({ identity: z.string().min(1).max(MAX_IDENTITY_LENGTH) });

/**
 * For `plan`: what the resource of the context, whose `config` is that of the last success, is to become. Where `after` is not known yet
 * it holds null, which says nothing: `unknown` has the paths of these places.
 */
export const planOptionsSchema = z.object({ after: jsonObjectSchema, unknown: names });
export type ProviderPlanOptions = z.infer<typeof planOptionsSchema>;

/** The first message of all. The provider answers with its own `hello`. */
const platformHello = z.object({ type: z.literal("hello"), protocol: z.int(), limits: limitsSchema });

/** Asks for the resource types; answered by `result` with a ProviderDescription. */
const describeMessage = z.object({ type: z.literal("describe"), id: messageId });

/**
 * Runs a handler; answered by exactly one `result` or `error` with the same id. Calls are concurrent: others may arrive
 * while this one runs. `deadline_ms` is how long the platform waits before it sends `cancel`.
 */
const callMessage = z.object({
  type: z.literal("call"),
  id: messageId,
  method: providerMethodSchema,
  resource: resourceTypeNameSchema,
  context: callContextSchema,
  deadline_ms: z.int().positive(),
  /** As of `ping`, of this call: it must not begin later. */
  until_ms: z.number().optional(),
  options: logsOptionsSchema.optional(),
  /** For `import`. */
  identity: z.string().min(1).max(MAX_IDENTITY_LENGTH).optional(),
  /** For `list`. */
  page: listOptionsSchema.optional(),
  /** For `plan`. */
  plan: planOptionsSchema.optional(),
});

/** Asks a running call to stop. It must still be answered, and soon; otherwise the process is killed. */
const cancelMessage = z.object({ type: z.literal("cancel"), id: messageId, reason: z.enum(["cancelled", "deadline"]) });

/** Answers a provider's `request`. */
const responseMessage = z.discriminatedUnion("ok", [
  z.object({ type: z.literal("response"), id: messageId, ok: z.literal(true), value: z.unknown() }),
  z.object({ type: z.literal("response"), id: messageId, ok: z.literal(false), message: words }),
]);

/**
 * Asks for a sign of life while calls run: the process answers with `pong` as soon as it can. Only sent if the
 * process's `hello` has `heartbeat`. `silence_ms` is how long its calls may go on without another message from the
 * platform: after that the next worker may run them, so the process has to end itself. Null means as long as they take.
 *
 * A process that tells its clock learns the same as a time of that clock, `until_ms`, which is right however late the
 * message is read.
 */
const pingMessage = z.object({
  type: z.literal("ping"),
  silence_ms: z.int().positive().nullable(),
  until_ms: z.number().optional(),
});

/** No further call follows: the process exits within `grace_ms`, or is killed; at the end of stdin, without grace. */
const shutdownMessage = z.object({ type: z.literal("shutdown"), grace_ms: z.int().nonnegative() });

export const platformMessageSchema = z.discriminatedUnion("type", [
  platformHello,
  describeMessage,
  callMessage,
  cancelMessage,
  responseMessage,
  pingMessage,
  shutdownMessage,
]);
/** Any message that a provider receives. */
export type PlatformMessage = z.infer<typeof platformMessageSchema>;
export type ProviderCallMessage = z.infer<typeof callMessage>;

// ---------------------------------------------------------------------------------------- provider → platform

/**
 * Answers the platform's `hello`. A different version ends the process. With `heartbeat` it answers each `ping`, and is
 * ended if it fails to for ten seconds. `clock_ms` is what a clock of the process shows that never jumps or stands still,
 * in milliseconds since any time.
 */
const providerHello = z.object({
  type: z.literal("hello"),
  protocol: z.int(),
  heartbeat: z.boolean().optional(),
  clock_ms: z.number().optional(),
});

/** Answers a `ping`, with the clock of `hello`. */
const pongMessage = z.object({ type: z.literal("pong"), clock_ms: z.number().optional() });

/**
 * Answers `describe` and `call`. The value: outputs (create, update, observe; null: absent), outputs and config as found (read;
 * null: absent), config and outputs (import; null: absent), a text or null (identity), a part of a list (list), what a change will do
 * (plan), null (delete), ResourceHealth, or null (logs). With `state`, which create, update, read and import may answer, later handlers
 * get that instead of what was kept before.
 */
const resultMessage = z.object({
  type: z.literal("result"),
  id: messageId,
  value: z.unknown(),
  state: z.unknown().optional(),
});

/**
 * - `config`: for the user to fix, not retried;
 * - `outputs`: the call did its work, but its result violates the outputs schema; not retried;
 * - `retry`: not yet, try again after `retry_after` seconds;
 * - `failed`: anything else, retried.
 */
export const providerErrorSchema = z.object({
  kind: z.enum(["config", "outputs", "retry", "failed"]),
  message: words,
  /** Seconds, 0 to 86,400. */
  retry_after: z.number().min(0).max(86_400).optional(),
  /** Of kind `config`: the thing is there already, by this identity or without one, and is not taken over unasked. */
  exists: z.string().min(1).max(MAX_IDENTITY_LENGTH).nullable().optional(),
  /** Of kind `config`, from an update: only another thing can have these fields of the config as they are declared. */
  replace: z.array(z.string().min(1).max(MAX_REPLACE_PATH_LENGTH)).max(MAX_REPLACE_PATHS).optional(),
  /** Where it failed in the author's files: a line for the log of the call's resource. */
  stack: words.optional(),
});
export type ProviderError = z.infer<typeof providerErrorSchema>;

/** Answers a failed call. */
const errorMessage = z.object({ type: z.literal("error"), id: messageId, error: providerErrorSchema });

const line = logEntrySchema.extend({ timestamp, message: words });

/** Lines that a `logs` call has found so far; any number of these may precede its `result`. */
const linesMessage = z.object({
  type: z.literal("lines"),
  id: messageId,
  lines: z.array(line).max(MAX_PROTOCOL_ITEMS),
});

/** A line for the log of the resource of call `id`; with null, for the log of the process. */
const logMessage = z.object({
  type: z.literal("log"),
  id: messageId.nullable(),
  level: logLevelSchema,
  message: words,
  metadata: jsonObjectSchema.nullable(),
});

/** A sub-resource that a handler applies, owned by the resource of its call. */
export const subResourceSchema = z.object({
  provider: name,
  resource: name,
  name,
  config: jsonObjectSchema,
  depends_on: names.optional(),
  tags: names.optional(),
  /**
   * Name of the connection that it uses, or its key; null for none. Left out, one of the same provider is created with that of
   * the resource whose handler applies it, and keeps what it has later.
   */
  connection: name.nullable().optional(),
});
export type ProviderSubResource = z.infer<typeof subResourceSchema>;

/** Waits for a resource. `timeout` is in seconds. The call's deadline is paused during the wait. */
const waitReadySchema = z.object({ id: name, timeout: z.number().positive().max(86_400) });
/** Asks the platform for something on behalf of `call`. A `response` answers with this `id`, chosen by the provider. */
const requestMessage = z.discriminatedUnion("method", [
  z.object({
    type: z.literal("request"),
    id: messageId,
    call: messageId,
    method: z.literal("apply"),
    params: subResourceSchema,
  }),
  z.object({
    type: z.literal("request"),
    id: messageId,
    call: messageId,
    method: z.literal("wait_ready"),
    params: waitReadySchema,
  }),
]);
export type ProviderRequest = z.infer<typeof requestMessage>;

/** The provider cannot continue, for instance because its code fails to load. The process exits after this message. */
const fatalMessage = z.object({ type: z.literal("fatal"), message: words });

export const providerMessageSchema = z.discriminatedUnion("type", [
  providerHello,
  resultMessage,
  errorMessage,
  linesMessage,
  logMessage,
  requestMessage,
  pongMessage,
  fatalMessage,
]);
/** Any message that a provider sends. */
export type ProviderMessage = z.infer<typeof providerMessageSchema>;

// ---------------------------------------------------------------------------------------- values

/** A resource type as its provider describes it. */
export const providerTypeSchema = z.object({
  description: words.nullable(),
  tags: names,
  /** JSON Schema 2020-12 of config, with the keywords `sensitive` and `immutable`. */
  schema: jsonObjectSchema,
  /** JSON Schema 2020-12 of outputs. */
  outputs_schema: jsonObjectSchema,
  methods: z.array(providerMethodSchema).max(MAX_PROTOCOL_ITEMS),
  /**
   * Resources of this type, which is called `connection`, say how the provider's other resources reach their servers: those name
   * one, and their handlers get its config.
   */
  connection: z.boolean().optional(),
  /** False: there is no thing outside of the platform. */
  real: z.boolean().optional(),
  /** How often resources of this type are checked for drift, in seconds. */
  drift: z.object({ every: z.int().min(DRIFT_SECONDS.min).max(DRIFT_SECONDS.max) }).optional(),
});
export type ProviderType = z.infer<typeof providerTypeSchema>;

/** The value that answers `describe`: the types by name. */
export const providerDescriptionSchema = z.object({
  types: boundedRecord(resourceTypeNameSchema, providerTypeSchema, {
    max: MAX_PROTOCOL_ITEMS,
    wire: { key: { type: "string", maxLength: MAX_TYPE_LENGTH }, value: { type: "object" } },
  }),
});
export type ProviderDescription = z.infer<typeof providerDescriptionSchema>;

/** The value that answers `read`: a thing as it is. */
export interface ProviderFound {
  outputs: JsonObject;
  /** In terms of the declared config; null is absent, and what is left out was not found out. */
  config?: JsonObject | undefined;
}

/** The value that answers `import`: a thing that is there, and a config that declares it as it is. */
export interface ProviderImported {
  config: JsonObject;
  outputs: JsonObject;
}

/** A thing that could be taken over, as `list` answers it. */
export const providerCandidateSchema = z.object({
  identity: z.string().min(1).max(MAX_IDENTITY_LENGTH),
  name: name.nullable().default(null),
  tags: z.array(name).max(100).default([]),
  config: jsonObjectSchema.nullable().default(null),
});
export type ProviderCandidate = z.infer<typeof providerCandidateSchema>;

/** The value that answers `list`. */
export const providerListedSchema = z.object({
  items: z.array(providerCandidateSchema).max(MAX_LISTED),
  cursor: z.string().max(MAX_LIST_CURSOR).nullable().default(null),
});
export type ProviderListed = z.infer<typeof providerListedSchema>;

/** A path of a config, or of outputs, as a provider names it. */
const path = z.string().min(1).max(MAX_REPLACE_PATH_LENGTH);

/** The value that answers `plan`: what an update would do. */
export const providerPlannedSchema = z.object({
  /** Fields of the config that only another thing can have as they will be. */
  replace: z.array(path).max(MAX_REPLACE_PATHS).default([]),
  /** Outputs that will differ, and no others; null: it cannot tell. */
  outputs: z.array(path).max(MAX_PLANNED_OUTPUTS).nullable().default(null),
  /** For whoever reads the plan. */
  warnings: z.array(words).max(MAX_PLAN_WARNINGS).default([]),
});
export type ProviderPlanned = z.infer<typeof providerPlannedSchema>;

/** The value that answers `health`. What is left out is null. */
export const providerHealthSchema = resourceHealthSchema.extend({
  message: words.nullable().default(null),
  details: jsonObjectSchema.nullable().default(null),
});

/** The value that answers a request: the current state of the resource. */
export const subResourceStateSchema = z.object({
  id: name,
  provider: name,
  resource: name,
  name,
  lifecycle_state: lifecycleStateSchema,
  outputs: jsonObjectSchema,
  error: words.nullable(),
});
export type ProviderSubResourceState = z.infer<typeof subResourceStateSchema>;
