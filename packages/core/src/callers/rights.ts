import { roleSchema, type Scope, scopesOfRole } from "@pragma/contract";

/** What a token may do now: its own scopes, as far as its holder's role has them. Null stands for all of the role's. */
export function rightsOf(scopes: readonly string[] | null, role: string): ReadonlySet<Scope> {
  const allowed = scopesOfRole(roleSchema.parse(role));
  return new Set(scopes === null ? allowed : allowed.filter((scope) => scopes.includes(scope)));
}
