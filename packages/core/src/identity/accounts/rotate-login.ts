import { rotateLogin as rotateRow } from "@pragma/db/administration";
import type { Login } from "../../foundation/callers/login.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type LoginSecret, newLoginSecret } from "./login-secret.ts";

/**
 * Gives the login a new secret: after a change of rights or password, and from time to time, so that a stolen cookie
 * soon becomes worthless. The former secret is refused from then on; the login's expiry stays.
 * @throws DomainError not_authenticated if the login has ended
 */
export async function rotateLogin(core: Core, login: Login): Promise<LoginSecret> {
  const { secret, hash } = newLoginSecret();
  const expiresAt = await rotateRow(core.db, login, hash);
  if (expiresAt === undefined) throw loginIsOver();
  return { secret, expiresAt };
}

export function loginIsOver(): DomainError {
  return new DomainError("not_authenticated", "You are no longer signed in");
}
