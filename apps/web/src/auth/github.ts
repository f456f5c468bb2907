import type { OAuth2Config } from "next-auth/providers";
import GitHub, { type GitHubProfile } from "next-auth/providers/github";
import type { GitHubClient } from "~/server/env.ts";

/** GitHub's profile of the user, and whether it vouches for the address. */
interface VerifiedProfile extends GitHubProfile {
  email_verified: boolean;
}

/** One of an account's addresses (`GET /user/emails`). */
interface Address {
  email: string;
  primary: boolean;
  verified: boolean;
}

/**
 * Signing in through GitHub, or a GitHub Enterprise server. The address is the account's primary one, and only where
 * GitHub has verified it: the profile may show any address that its owner typed.
 */
export function githubProvider({ url, clientId, clientSecret }: GitHubClient): OAuth2Config<VerifiedProfile> {
  const base = GitHub({ clientId, clientSecret, ...(url === undefined ? {} : { enterprise: { baseUrl: url } }) });
  const api = url === undefined ? "https://api.github.com" : `${url}/api/v3`;
  return {
    ...base,
    userinfo: {
      url: `${api}/user`,
      async request({ tokens }: { tokens: { access_token?: string } }): Promise<VerifiedProfile> {
        const ask = (path: string): Promise<Response> => askGitHub(api + path, tokens.access_token);
        const [user, emails] = await Promise.all([ask("/user"), ask("/user/emails?per_page=100")]);
        if (!user.ok) throw new Error(`GitHub answered ${user.status} when it was asked who signs in`);
        const profile = (await user.json()) as GitHubProfile;
        // Without the right to read addresses there is none. A user known by their id needs none.
        const addresses = emails.ok ? ((await emails.json()) as Address[]) : [];
        const proven = addresses.find(({ primary, verified }) => primary && verified);
        return { ...profile, email: proven?.email ?? null, email_verified: proven !== undefined };
      },
    },
  } as OAuth2Config<VerifiedProfile>;
}

function askGitHub(url: string, token: string | undefined): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/vnd.github+json", "User-Agent": "pragma" };
  return fetch(url, { headers });
}
