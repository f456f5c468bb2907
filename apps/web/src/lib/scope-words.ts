import type { Scope } from "@pragma/contract";

/** Permissions of a scope, as one would say them after "may". */
export const SCOPE_WORDS: Record<Scope, string> = {
  "resources:read": "see resources, their history and logs",
  "resources:write": "apply and delete resources, and use secrets in them",
  "changes:plan": "plan changes, without applying them",
  "providers:read": "see providers, their types and builds",
  "providers:write": "push, deploy and delete providers",
  "ops:read": "see failures",
  "ops:write": "retry and delete failures",
  "tokens:write": "list, create and revoke tokens",
  "secrets:reveal": "read secret values",
  "audit:read": "read the audit log",
};
