import "server-only";
import type { Provider } from "next-auth/providers";
import Google from "next-auth/providers/google";
import type { WebEnv } from "~/server/env.ts";
import { githubProvider } from "./github.ts";

/** A sign-in method besides the password, as shown on the login page. */
export interface SignInProvider {
  readonly id: string;
  readonly name: string;
}

/** The methods enabled by the environment. */
export function oauthProviders({ oauth }: WebEnv): Provider[] {
  const providers: Provider[] = [];
  if (oauth.oidc) {
    const { issuer, clientId, clientSecret, name } = oauth.oidc;
    providers.push({
      id: "oidc",
      name,
      type: "oidc",
      issuer,
      clientId,
      clientSecret,
      checks: ["pkce", "state", "nonce"],
    });
  }
  if (oauth.github) providers.push(githubProvider(oauth.github));
  if (oauth.google) providers.push(Google(oauth.google));
  return providers;
}

export function signInProviders(env: WebEnv): SignInProvider[] {
  const { oidc, github, google } = env.oauth;
  return [
    ...(oidc ? [{ id: "oidc", name: oidc.name }] : []),
    ...(github ? [{ id: "github", name: "GitHub" }] : []),
    ...(google ? [{ id: "google", name: "Google" }] : []),
  ];
}
