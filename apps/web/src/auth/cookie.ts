import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { services } from "~/server/services.ts";

/** The browser's cookie: next-auth's encrypted cookie, which contains only the secret of a login. */
export interface LoginCookie {
  /** Browsers accept the prefix only from the host itself, over TLS. */
  readonly name: string;
  readonly secure: boolean;
}

export function loginCookie(): LoginCookie {
  const secure = services().env.settings.publicWebUrl.startsWith("https:");
  return { name: secure ? "__Host-pragma-login" : "pragma-login", secure };
}

export const LOGIN_SECONDS = 30 * 24 * 60 * 60;

/** The secret in the request's cookie; null if there is none, or it was not issued here. */
export async function readLoginSecret(): Promise<string | null> {
  const { name } = loginCookie();
  const token = (await cookies()).get(name)?.value;
  if (token === undefined) return null;
  try {
    const claims = await decode<{ login?: unknown }>({ token, secret: services().env.authSecret, salt: name });
    return typeof claims?.login === "string" ? claims.login : null;
  } catch {
    return null;
  }
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
