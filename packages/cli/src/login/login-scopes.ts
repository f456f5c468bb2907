import type { Scope } from "@pragma/sdk";
import { usageError } from "../errors/cli-error.ts";

/** Showing secrets and creating tokens must be requested explicitly. */
type OnRequest = "secrets:reveal" | "tokens:write";

/** Scopes that commands need. A new scope of the API must be in one of the two lists. */
const USUAL: Record<Exclude<Scope, OnRequest>, true> = {
  "resources:read": true,
  "resources:write": true,
  "changes:plan": true,
  "providers:read": true,
  "providers:write": true,
  "ops:read": true,
  "ops:write": true,
  "audit:read": true,
};

/**
 * The scopes that a login requests. The dashboard offers those that the user's role allows.
 *
 * @param given the values of `--scope`, several by commas; without any, all but `secrets:reveal` and `tokens:write`
 * @throws CliError for an empty one
 */
export function loginScopes(given: readonly string[]): readonly string[] {
  if (given.length === 0) return Object.keys(USUAL);
  const scopes = given.flatMap((text) => text.split(",")).map((text) => text.trim());
  // The dashboard validates scopes: it may be newer.
  const bad = scopes.find((scope) => !/^[a-z]+:[a-z]+$/.test(scope));
  if (bad !== undefined) throw usageError(`${JSON.stringify(bad)} is not a scope`, "Such as --scope resources:read.");
  return [...new Set(scopes)];
}
