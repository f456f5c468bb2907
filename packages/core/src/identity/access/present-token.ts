import type { Scope, Token } from "@pragma/contract";
import type { TokenRow } from "@pragma/db/administration";

/** A token as clients see it: never its secret. */
export function presentToken(row: TokenRow): Token {
  return { ...row, scopes: row.scopes as Scope[] };
}
