import { expect, test } from "./support/test.ts";

/** Routes that next-auth offers by default, none of which the dashboard uses. */
const SPARE: [string, string][] = [
  ["GET", "signin"],
  ["GET", "signin/credentials"],
  ["GET", "signout"],
  ["GET", "session"],
  ["GET", "csrf"],
  ["GET", "providers"],
  ["GET", "error"],
  ["GET", "verify-request"],
  ["GET", "webauthn-options/passkey"],
  ["GET", "callback/credentials"],
  ["GET", "callback/github"],
  ["GET", "callback/oidc/more"],
  ["POST", "signin/credentials"],
  ["POST", "signout"],
  ["POST", "session"],
  ["POST", "callback/credentials"],
  ["POST", "_log"],
];

for (const [method, path] of SPARE) {
  test(`${method} /api/auth/${path} is not there`, async ({ stack }) => {
    const headers = { origin: stack.webUrl, "content-type": "application/x-www-form-urlencoded" };
    const body = method === "POST" ? "csrfToken=x" : null;
    const answer = await fetch(`${stack.webUrl}/api/auth/${path}`, { method, headers, body, redirect: "manual" });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });
}
