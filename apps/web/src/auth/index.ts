import "server-only";
import { cookies } from "next/headers";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { services } from "~/server/services.ts";
import { LOGIN_SECONDS, loginCookie } from "./cookie.ts";
import { INVITATION_COOKIE } from "./invitation-cookie.ts";
import { getLogin } from "./login.ts";
import { oauthProviders } from "./providers.ts";
import { requestClient } from "./request-client.ts";
import { isEmailVerified } from "./verified-email.ts";

/** Too many attempts; the message says when to try again. */
class RateLimitedSignIn extends CredentialsSignin {
  override code = "rate_limited";
}

/**
 * next-auth checks who signs in and keeps the cookie. It contains the secret of a login, which is a database row:
 * signing out everywhere and losing a membership take effect at once (docs/adr/0012).
 */
export const { handlers, signIn } = NextAuth((): NextAuthConfig => {
  const { core, env, useCases } = services();
  const { name, secure } = loginCookie();
  return {
    secret: env.authSecret,
    trustHost: true,
    session: { strategy: "jwt", maxAge: LOGIN_SECONDS },
    cookies: { sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } } },
    pages: { signIn: "/login", error: "/login" },
    logger: {
      // A wrong password is not an error of the server, and must not appear in any log.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) core.services.logger.warn({ err: error }, "signing in failed");
      },
      warn: () => {},
      debug: () => {},
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize({ email, password }) {
          if (typeof email !== "string" || typeof password !== "string") return null;
          const [client, browser] = await Promise.all([requestClient(), getLogin()]);
          try {
            const found = await useCases.verifyCredentials(core, { email, password }, client, browser);
            return found && { id: found.userId, login: (await useCases.startLogin(core, { ...found, client })).secret };
          } catch (error) {
            if (error instanceof useCases.DomainError && error.code === "rate_limited") throw new RateLimitedSignIn();
            // Changed during the check, and so wrong.
            if (error instanceof useCases.DomainError && error.code === "not_authenticated") return null;
            throw error;
          }
        },
      }),
      ...oauthProviders(env),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!account || account.type === "credentials") return true;
        try {
          const { userId } = await useCases.signInWithOAuth(
            core,
            {
              provider: account.provider,
              providerAccountId: account.providerAccountId,
              email: user.email ?? null,
              emailVerified: isEmailVerified(profile),
              name: user.name ?? null,
              invitation: (await cookies()).get(INVITATION_COOKIE)?.value,
            },
            await requestClient(),
          );
          user.id = userId;
          return true;
        } catch (error) {
          if (error instanceof useCases.DomainError) return `/login?problem=${encodeURIComponent(error.message)}`;
          throw error;
        }
      },
      async jwt({ user }) {
        // Only for the user who has just signed in: sessions are read elsewhere (getLogin).
        if (user?.id === undefined) return null;
        if ("login" in user) return { login: user.login };
        const { secret } = await useCases.startLogin(core, { userId: user.id, client: await requestClient() });
        return { login: secret };
      },
    },
  };
});
