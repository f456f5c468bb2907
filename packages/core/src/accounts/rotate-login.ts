import { rotateLogin as rotateRow } from "@pragma/db/administration";
import type { Login } from "../callers/login.ts";
import { DomainError } from "../common/errors.ts";
import type { Core } from "../unit-of-work/core.ts";
import { type LoginSecret, newLoginSecret } from "./login-secret.ts";

/**
 * Gives the login another secret: after a change of rights or password, and now and then, so that a stolen cookie is
 * worth nothing soon. The former is refused from then on; the login's end stays.
 * @throws DomainError not_authenticated if the login is over
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
