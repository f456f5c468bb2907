import { roleSchema, type Scope, scopesOfRole } from "@pragma/contract";

/** The current rights of a token: its own scopes, as far as its holder's role has them. Null stands for all of the role's. */
export function rightsOf(scopes: readonly string[] | null, role: string): ReadonlySet<Scope> {
  const allowed = scopesOfRole(roleSchema.parse(role));
  if (scopes === null) return new Set(allowed);
  // Tokens that may change resources may plan to, even those older than plans.
  const own = scopes.includes("resources:write") ? [...scopes, "changes:plan"] : scopes;
  return new Set(allowed.filter((scope) => own.includes(scope)));
}
