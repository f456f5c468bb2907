import type { Json, JsonObject, LogEntry, ResourceHealth } from "@pragma/contract";
import { parseToFirstIssue } from "@pragma/contract/first-issue";
import {
  MAX_SCHEMA_BYTES,
  type ProviderDescription,
  type ProviderFound,
  type ProviderImported,
  type ProviderListed,
  type ProviderMethod,
  type ProviderPlanned,
  providerDescriptionSchema,
  providerHealthSchema,
  providerListedSchema,
  providerPlannedSchema,
} from "@pragma/contract/provider-protocol";
import { MAX_STATE_BYTES, whyNotIdentity } from "@pragma/language";
import { cutToBytes, exceedsBytes } from "../wire/line-writer.ts";

const MAX_PLACE_BYTES = 200;
const STATEFUL: readonly CalledMethod[] = ["create", "update", "read", "import"];

/** The result of each method. `read`, `observe` and `import` return null if the thing certainly does not exist. */
export interface ProviderAnswers {
  read: ProviderFound | null;
  observe: JsonObject | null;
  create: JsonObject;
  update: JsonObject;
  delete: null;
  /** Null while the thing has none. */
  identity: string | null;
  import: ProviderImported | null;
  list: ProviderListed;
  plan: ProviderPlanned;
  health: ResourceHealth;
  /** Oldest first, the last `tail` of them. */
  logs: LogEntry[];
}

/** The answer of a call, whatever it runs. */
export type QueuedAnswer = ProviderAnswers[ProviderMethod] | ProviderDescription;

/** Method that a call runs. */
export type CalledMethod = ProviderMethod | "describe";

/** The answer that the value of a `result` is, or why it is not valid. */
export type CheckedAnswer = { answer: QueuedAnswer; state?: Json } | { problem: string };

/**
 * Checks the value of a `result` by the called method, and its state. Outputs are checked against their schema elsewhere. What a
 * log has is in the messages before its `result`. The state of a method that has none is ignored, like any unknown field.
 */
export function checkAnswer(method: CalledMethod, value: Json | undefined, state?: Json): CheckedAnswer {
  const checked = checkValue(method, value);
  if (state === undefined || "problem" in checked || !STATEFUL.includes(method)) return checked;
  if (!exceedsBytes(JSON.stringify(state), MAX_STATE_BYTES)) return { ...checked, state };
  return { problem: `the state that ${method} answered is larger than ${MAX_STATE_BYTES} bytes` };
}

function checkValue(method: CalledMethod, value: Json | undefined): CheckedAnswer {
  switch (method) {
    case "create":
    case "update":
      return isObject(value) ? { answer: value } : { problem: `${method} must answer an object of outputs` };
    case "observe":
      if (value === null || isObject(value)) return { answer: value };
      return { problem: "observe must answer an object of outputs, or null" };
    case "read":
      return checkFound(value);
    case "identity":
      return checkIdentity(value);
    case "import":
      return checkImported(value);
    case "list":
      return checkListed(value);
    case "plan":
      return checkPlanned(value);
    case "delete":
      return { answer: null };
    case "logs":
      return { answer: [] };
    case "health": {
      const health = parseToFirstIssue(providerHealthSchema, value);
      if (health.success) return { answer: health.data };
      return { problem: "health must answer {status: healthy, degraded or unhealthy, message, details}" };
    }
    case "describe":
      return checkDescription(value);
  }
}

function checkFound(value: Json | undefined): CheckedAnswer {
  if (value === null) return { answer: null };
  if (!isObject(value) || !isObject(value["outputs"])) {
    return { problem: "read must answer an object of outputs and, if it can tell, config; or null" };
  }
  const { outputs, config } = value;
  if (config === undefined) return { answer: { outputs } };
  return isObject(config)
    ? { answer: { outputs, config } }
    : { problem: "the config that read answered is not an object" };
}

function checkIdentity(value: Json | undefined): CheckedAnswer {
  if (value === null) return { answer: null };
  const problem = typeof value === "string" ? whyNotIdentity(value) : "is not a text";
  return problem === undefined ? { answer: value as string } : { problem: `the identity that it answered ${problem}` };
}

function checkImported(value: Json | undefined): CheckedAnswer {
  if (value === null) return { answer: null };
  const { config, outputs } = isObject(value) ? value : {};
  if (isObject(config) && isObject(outputs)) return { answer: { config, outputs } };
  return { problem: "import must answer an object of config and outputs, or null" };
}

function checkListed(value: Json | undefined): CheckedAnswer {
  const listed = parseToFirstIssue(providerListedSchema, value);
  if (!listed.success) return malformed("list", listed.error);
  for (const { identity } of listed.data.items) {
    const problem = whyNotIdentity(identity);
    if (problem !== undefined) return { problem: `an identity that list answered ${problem}` };
  }
  return { answer: listed.data };
}

function checkPlanned(value: Json | undefined): CheckedAnswer {
  const planned = parseToFirstIssue(providerPlannedSchema, value);
  return planned.success ? { answer: planned.data } : malformed("plan", planned.error);
}

function malformed(
  method: CalledMethod,
  { issues: [issue] }: { issues: { path: PropertyKey[]; message: string }[] },
): { problem: string } {
  return { problem: `what ${method} answered is malformed at ${issue?.path.join(".")}: ${issue?.message}` };
}

function checkDescription(value: Json | undefined): { answer: ProviderDescription } | { problem: string } {
  const description = parseToFirstIssue(providerDescriptionSchema, value);
  if (!description.success) {
    const issue = description.error.issues[0];
    // A name in it may be as long as the line.
    const where = cutToBytes(String(issue?.path.join(".")), MAX_PLACE_BYTES);
    return { problem: `its description is malformed at ${where}: ${issue?.message}` };
  }
  for (const [name, type] of Object.entries(description.data.types)) {
    for (const schema of ["schema", "outputs_schema"] as const) {
      if (exceedsBytes(JSON.stringify(type[schema]), MAX_SCHEMA_BYTES)) {
        return { problem: `the ${schema} of its type "${name}" is larger than ${MAX_SCHEMA_BYTES} bytes` };
      }
    }
  }
  return { answer: description.data };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
