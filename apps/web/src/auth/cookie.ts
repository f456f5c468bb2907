import "server-only";
import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { services } from "~/server/services.ts";
import { type LoginCookie, loginCookieOf, loginSecretIn } from "../server/login-cookie.ts";

export function loginCookie(): LoginCookie {
  return loginCookieOf(services().env.settings.publicWebUrl);
}

export const LOGIN_SECONDS = 30 * 24 * 60 * 60;

/** The secret in the request's cookie; null if there is none, or it was not issued here. */
export async function readLoginSecret(): Promise<string | null> {
  const cookie = loginCookie();
  const token = (await cookies()).get(cookie.name)?.value;
  return token === undefined ? null : loginSecretIn(token, cookie, services().env.authSecret);
}

/** Signs the browser in with a login, or updates its secret. For actions and route handlers. */
export async function writeLoginSecret(secret: string): Promise<void> {
  const { name, secure } = loginCookie();
  const value = await encode({
    token: { login: secret },
    secret: services().env.authSecret,
    salt: name,
    maxAge: LOGIN_SECONDS,
  });
  (await cookies()).set(name, value, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: LOGIN_SECONDS });
}

/** Forgets the login in the browser. */
export async function clearLoginSecret(): Promise<void> {
  const { name, secure } = loginCookie();
  (await cookies()).set(name, "", { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: 0 });
}
