import { annotate, formatPath, immutableChanges, type Json, withName, zodSentence } from "@pragma/language";
import { z } from "zod";
import { CONNECTION_TYPE } from "../connection.ts";
import type { JsonObject } from "../context.ts";
import { ConfigError } from "../errors.ts";
import type { ResourceDescription } from "../schema.ts";

/**
 * Checks a config the way the platform does before any handler sees it: against the JSON Schema of the type, which
 * also refuses unknown keys. @throws ConfigError, whose message begins with `prefix`.
 */
export function checkConfig(schema: JsonObject, config: unknown, prefix = ""): void {
  const result = z.fromJSONSchema(schema).safeParse(config, { error: zodSentence });
  if (result.success) return;
  const issues = result.error.issues.map(({ path, message }) =>
    withName(formatPath(["config", ...path.map(stepOf)]), message),
  );
  throw new ConfigError(prefix + issues.join("; "));
}

/** Checks the config of a connection as that of any resource. @throws ConfigError; TypeError if the provider has no connection. */
export function checkConnection(types: Record<string, ResourceDescription>, connection: JsonObject | null): void {
  if (connection === null) return;
  const type = types[CONNECTION_TYPE];
  if (!type?.connection) throw new TypeError("The provider has no connection: give defineProvider one");
  checkConfig(type.schema, connection, "connection: ");
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
