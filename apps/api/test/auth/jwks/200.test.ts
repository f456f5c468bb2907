import { issueSessionToken } from "@pragma/core/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /.well-known/jwks.json", () => {
  it("has the public keys of sessions, and no private part", async () => {
    const { body } = await api.anonymous.get("/.well-known/jwks.json");
    expect(body.keys.length).toBeGreaterThan(0);
    for (const key of body.keys) {
      expect(key).toMatchObject({ kty: "OKP", crv: "Ed25519", use: "sig", alg: "EdDSA" });
      expect(key).not.toHaveProperty("d");
    }
  });

  it("verifies sessions, which the API accepts as tokens", async () => {
    const { organizationId, userId } = await api.tenant({ role: "viewer" });
    const { token } = await issueSessionToken(api.core, { organizationId, userId });
    const session = api.client(token);
    expect((await session.get("/auth/me")).body.organization_id).toBe(organizationId);
    expect((await session.get("/resources/")).status).toBe(200);
    expect((await session.get("/audit")).status).toBe(403);
    const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string };
    const { body } = await api.anonymous.get("/.well-known/jwks.json");
    expect(body.keys.map((key: { kid: string }) => key.kid)).toContain(header.kid);
  });
});
