import type { JsonObject } from "../context.ts";
import { OutputsError } from "./failure.ts";

/**
 * What `read` returned of a thing that is there: its outputs, not parsed yet, and the config as found.
 *
 * @throws OutputsError if it is something else.
 */
export function parseFound(found: unknown): { outputs: unknown; config?: JsonObject } {
  if (!isObject(found) || !("outputs" in found)) {
    throw new OutputsError("read must return an object with outputs and, if it can tell, config; or null");
  }
  const { outputs, config } = found;
  if (config === undefined) return { outputs };
  if (!isObject(config)) throw new OutputsError("read returned a config that is not an object");
  return { outputs, config };
}

/** Whether it is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
