import { annotate, formatPath, immutableChanges, type Json, withName, zodSentence } from "@pragma/language";
import { z } from "zod";
import type { JsonObject } from "../context.ts";
import { ConfigError } from "../errors.ts";

/**
 * Checks a config the way the platform does before any handler sees it: against the JSON Schema of the type, which
 * also refuses unknown keys. @throws ConfigError
 */
export function checkConfig(schema: JsonObject, config: unknown): void {
  const result = z.fromJSONSchema(schema).safeParse(config, { error: zodSentence });
  if (result.success) return;
  const issues = result.error.issues.map(({ path, message }) =>
    withName(formatPath(["config", ...path.map(stepOf)]), message),
  );
  throw new ConfigError(issues.join("; "));
}

/** Refuses, as the platform does, to change a field that is marked `immutable`. @throws ConfigError naming it. */
export function checkImmutable(schema: JsonObject, before: unknown, after: unknown): void {
  const [path] = immutableChanges(annotate(schema as Record<string, Json>), before as Json, after as Json);
  if (path === undefined) return;
  throw new ConfigError(`${formatPath(["config", ...path])}: cannot be changed once the resource exists`);
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === "number" ? step : String(step);
}
