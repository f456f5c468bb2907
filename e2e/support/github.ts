import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A user with an account at the fake. */
export interface GitHubPerson {
  id: number;
  login: string;
  /** The email on the profile, which need not be among the addresses. */
  shown: string | null;
  addresses: { email: string; primary: boolean; verified: boolean }[];
}

/** A fake GitHub over real HTTP, as far as signing in goes: every visitor is `person`, without being asked. */
export interface GitHubDouble {
  readonly url: string;
  person: GitHubPerson;
  stop(): Promise<void>;
}

export async function startGitHub(person: GitHubPerson): Promise<GitHubDouble> {
  const server = createServer((request, response) => answer(request, response, double.person));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const double: GitHubDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections?.()),
  };
  return double;
}

function answer(request: IncomingMessage, response: ServerResponse, person: GitHubPerson): void {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://github");
  if (pathname === "/login/oauth/authorize") {
    const back = new URL(searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("code", "the-code");
    const state = searchParams.get("state");
    if (state !== null) back.searchParams.set("state", state);
    response.writeHead(302, { Location: back.href }).end();
    return;
  }
  const { id, login, shown, addresses } = person;
  const bodies: Record<string, object> = {
    "/login/oauth/access_token": { access_token: "gho_token", token_type: "bearer", scope: "read:user,user:email" },
    "/api/v3/user": { id, login, name: login, email: shown, avatar_url: "" },
    "/api/v3/user/emails": addresses,
  };
  const body = bodies[pathname];
  response.writeHead(body ? 200 : 404, { "Content-Type": "application/json" }).end(JSON.stringify(body ?? {}));
}
