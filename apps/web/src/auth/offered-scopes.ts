import type { Scope } from "@pragma/contract";

/**
 * The scopes that a CLI login may get: all that the user's role allows, or the requested ones of those. Unknown names
 * are ignored: the CLI may be newer than the dashboard.
 *
 * @param asked the parameter `scope` of the request, separated by spaces (RFC 6749, 3.3); null for a command that does
 * not
 *   say, as older ones
 */
export function offeredScopes(asked: string | null, allowed: ReadonlySet<Scope>): Scope[] {
  if (asked === null) return [...allowed];
  const names = new Set(asked.split(" "));
  return [...allowed].filter((scope) => names.has(scope));
}
