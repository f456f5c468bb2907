import type { Scope } from "@pragma/contract";
import type { Caller } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";

/** @throws DomainError missing_scope, naming the scope */
export function requireScope(caller: Pick<Caller, "scopes">, scope: Scope): void {
  if (!caller.scopes.has(scope)) throw new DomainError("missing_scope", `The scope ${scope} is missing`);
}

/** For scopes that the caller wants to grant. @throws DomainError missing_scope, naming those that the caller lacks */
export function requireScopes(caller: Pick<Caller, "scopes">, scopes: readonly Scope[]): void {
  const missing = scopes.filter((scope) => !caller.scopes.has(scope));
  if (missing.length === 0) return;
  const names = missing.join(", ");
  throw new DomainError("missing_scope", `You cannot give what you lack: the scope ${names} is missing`);
}
