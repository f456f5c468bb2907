import { randomUUID } from "node:crypto";
import type { Login, MemberContext } from "../../src/foundation/callers/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { hashPassword } from "../../src/identity/access/index.ts";
import { authenticateLogin, memberIn, startLogin } from "../../src/identity/accounts/index.ts";
import type { World } from "./world.ts";

export const CLIENT = { address: "192.0.2.1", userAgent: "Firefox" };
export const PASSWORD = "correct horse battery";

/** Computed once: hashing is slow by design. */
let passwordHash: Promise<string> | undefined;

/** Gives a user a password, and thereby a way to sign in. */
export async function givePassword(world: World, userId: string): Promise<void> {
  passwordHash ??= hashPassword(PASSWORD);
  await world.pool.query("UPDATE users SET password_hash = $2 WHERE id = $1", [userId, await passwordHash]);
}

/** Signs a user in, and returns their login. */
export async function signIn(
  world: World,
  userId: string,
  organizationId?: string,
): Promise<{ login: Login; secret: string }> {
  const { secret } = await startLogin(world.core, {
    userId,
    client: CLIENT,
    ...(organizationId === undefined ? {} : { organizationId }),
  });
  return { login: await whoIs(world.core, secret), secret };
}

/** The login that a secret belongs to; fails if there is none. */
export async function whoIs(core: Core, secret: string): Promise<Login> {
  const login = await authenticateLogin(core, secret, "request-1");
  if (!login) throw new Error("nobody is signed in");
  return login;
}

/** Somebody's membership in an organization, by default the one that they last looked at. */
export function memberOf(login: Login, organizationId: string = login.lastOrganization?.id ?? "none"): MemberContext {
  const member = memberIn(login, organizationId);
  if (!member) throw new Error("in no organization");
  return member;
}

/** An address that nothing else in the test uses. */
export function anotherAddress(): string {
  return `test-${randomUUID()}`;
}
