import { createServer, type Server } from "node:http";
import { freePort } from "@pragma/db/embedded";
import Provider from "oidc-provider";

/** The provider's claims about a user, by the name that they enter at its login. */
export type People = Record<string, { email: string; email_verified: boolean; name: string }>;

/** A real OpenID Connect provider, whose own login takes any name of `people` with any password. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

/** @param redirectUri where it sends people back to */
export async function startIdentityProvider(people: People, redirectUri: string): Promise<IdentityProvider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const [clientId, clientSecret] = ["pragma", "secret-of-the-client"];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    // Claims are in the ID token, where next-auth reads them.
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    cookies: { keys: ["a key that signs cookies for the length of a test"] },
    pkce: { required: () => true },
  });
  const server = await listen(createServer(provider.callback()), port);
  return {
    issuer,
    clientId,
    clientSecret,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections?.()),
  };
}

function listen(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve(server));
  });
}
