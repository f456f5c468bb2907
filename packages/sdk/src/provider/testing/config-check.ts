import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { JsonObject } from "../context.ts";
import { ConfigError } from "../errors.ts";

/**
 * Checks a config the way the platform does before any handler sees it: against the JSON Schema of the type, which
 * also refuses unknown keys. @throws ConfigError
 */
export function checkConfig(schema: JsonObject, config: unknown): void {
  const result = z.fromJSONSchema(schema).safeParse(config);
  if (result.success) return;
  const issues = result.error.issues.map(
    (issue) => `${["config", ...issue.path].map(String).join(".")}: ${issue.message}`,
  );
  throw new ConfigError(issues.join("; "));
}

/** Refuses, as the platform does, to change a field that is marked `immutable`. @throws ConfigError naming it. */
export function checkImmutable(schema: JsonObject, before: unknown, after: unknown, path = "config"): void {
  if (isDeepStrictEqual(before, after)) return;
  if (schema.immutable === true) throw new ConfigError(`${path}: cannot be changed once the resource exists`);
  if (!isObject(before) || !isObject(after) || !isObject(schema.properties)) return;
  for (const [key, inner] of Object.entries(schema.properties)) {
    if (isObject(inner)) checkImmutable(inner, before[key], after[key], `${path}.${key}`);
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
