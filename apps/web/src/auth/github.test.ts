import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { GitHubProfile } from "next-auth/providers/github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { githubProvider } from "./github.ts";
import { isEmailVerified } from "./verified-email.ts";

const TOKEN = "gho_token";

/** Answers of the fake GitHub, over real HTTP. */
let addresses: { email: string; primary: boolean; verified: boolean }[] = [];
let profile: object = {};
/** Paths that it refuses. */
let refused: string[] = [];

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "", "http://github");
  const known = request.headers.authorization === `Bearer ${TOKEN}` && !refused.includes(pathname);
  response.writeHead(known ? 200 : 403, { "Content-Type": "application/json" });
  response.end(JSON.stringify(pathname === "/api/v3/user/emails" ? addresses : profile));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());
beforeEach(() => {
  refused = [];
  profile = { id: 7, login: "ann", name: "Ann", email: "shown@example.com", avatar_url: "" };
});

/** The user who comes back from GitHub, as next-auth passes it on. */
async function comesBack() {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = githubProvider({ url, clientId: "pragma", clientSecret: "secret" });
  const { request } = provider.userinfo as unknown as {
    request(of: { tokens: object; provider: object }): Promise<GitHubProfile>;
  };
  const found = await request({ tokens: { access_token: TOKEN }, provider });
  const user = await provider.profile?.(found as never, {});
  return { id: user?.id, email: user?.email, verified: isEmailVerified({ ...found }) };
}

describe("a user from GitHub", () => {
  it("has the address that is both primary and verified", async () => {
    addresses = [
      { email: "old@example.com", primary: false, verified: true },
      { email: "ann@example.com", primary: true, verified: true },
    ];
    expect(await comesBack()).toEqual({ id: "7", email: "ann@example.com", verified: true });
  });

  it.each([
    ["primary, and not verified", [{ email: "victim@example.com", primary: true, verified: false }]],
    ["verified, and not primary", [{ email: "ann@example.com", primary: false, verified: true }]],
    ["none at all", []],
  ])("has none where it is %s, whatever the profile shows", async (_which, list) => {
    addresses = list;
    profile = { ...profile, email: "victim@example.com" };
    expect(await comesBack()).toEqual({ id: "7", email: null, verified: false });
  });

  it("has none where addresses may not be read, and is still known by their id", async () => {
    refused = ["/api/v3/user/emails"];
    expect(await comesBack()).toEqual({ id: "7", email: null, verified: false });
  });

  it("is nobody where GitHub does not say who it is", async () => {
    refused = ["/api/v3/user"];
    await expect(comesBack()).rejects.toThrow("GitHub answered 403");
  });
});
