import { decode } from "next-auth/jwt";

/** The browser's cookie: next-auth's encrypted cookie, which contains only the secret of a login. */
export interface LoginCookie {
  /** Browsers accept the prefix only from the host itself, over TLS. */
  readonly name: string;
  readonly secure: boolean;
}

export function loginCookieOf(publicWebUrl: string): LoginCookie {
  const secure = publicWebUrl.startsWith("https:");
  return { name: secure ? "__Host-pragma-login" : "pragma-login", secure };
}

/** The secret in the cookie's value; null if it was not issued with this key. Whether the login still exists is not asked. */
export async function loginSecretIn(token: string, { name }: LoginCookie, authSecret: string): Promise<string | null> {
  try {
    const claims = await decode<{ login?: unknown }>({ token, secret: authSecret, salt: name });
    return typeof claims?.login === "string" ? claims.login : null;
  } catch {
    return null;
  }
}
