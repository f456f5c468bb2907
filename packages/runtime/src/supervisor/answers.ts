import type { Json, JsonObject, LogEntry } from "@pragma/contract";
import { parseToFirstIssue } from "@pragma/contract/first-issue";
import {
  MAX_SCHEMA_BYTES,
  type ProviderDescription,
  type ProviderMethod,
  providerDescriptionSchema,
  providerHealthSchema,
} from "@pragma/contract/provider-protocol";
import { cutToBytes, exceedsBytes } from "../wire/line-writer.ts";
import type { QueuedAnswer } from "./call.ts";

/** Why a `result` is not a valid answer to the call. */
export interface BadAnswer {
  problem: string;
}

const MAX_PLACE_BYTES = 200;

/** Checks the value of a `result` by the called method. Outputs are checked against their schema elsewhere. */
export function checkAnswer(
  method: ProviderMethod | "describe",
  value: Json | undefined,
  lines: LogEntry[] | null,
): { answer: QueuedAnswer } | BadAnswer {
  switch (method) {
    case "create":
    case "update":
      return isObject(value) ? { answer: value } : { problem: `${method} must answer an object of outputs` };
    case "observe":
      if (value === null || isObject(value)) return { answer: value };
      return { problem: "observe must answer an object of outputs, or null" };
    case "delete":
      return { answer: null };
    case "logs":
      return { answer: lines ?? [] };
    case "health": {
      const health = parseToFirstIssue(providerHealthSchema, value);
      if (health.success) return { answer: health.data };
      return { problem: "health must answer {status: healthy, degraded or unhealthy, message, details}" };
    }
    case "describe":
      return checkDescription(value);
  }
}

function checkDescription(value: Json | undefined): { answer: ProviderDescription } | BadAnswer {
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
