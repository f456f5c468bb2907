/** Everything a token may be allowed to do: contract sections 6 and 7. */
export const SCOPES = [
  "resources:read",
  "resources:write",
  "changes:plan",
  "providers:read",
  "providers:write",
  "ops:read",
  "ops:write",
  "tokens:write",
  "secrets:reveal",
  "audit:read",
] as const;

export type Scope = (typeof SCOPES)[number];
