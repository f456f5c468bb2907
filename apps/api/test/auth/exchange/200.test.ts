import { createHash, randomBytes } from "node:crypto";
import { authenticate, createLoginCode } from "@pragma/core/access";
import type { RequestContext } from "@pragma/core/callers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /auth/exchange", () => {
  it("turns a code and its verifier into a token, once, without a token of one's own", async () => {
    const tenant = await api.tenant();
    const context = (await authenticate(api.core, tenant.client.token ?? "", "t")) as RequestContext;
    const verifier = randomBytes(32).toString("base64url");
    const codeChallenge = createHash("sha256").update(verifier).digest("base64url");
    const { code } = await createLoginCode(api.core, context, {
      name: "cli",
      scopes: ["resources:read"],
      codeChallenge,
    });
    const { status, body, headers } = await api.anonymous.post("/auth/exchange", { code, code_verifier: verifier });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect((await api.client(body.token).get("/auth/me")).body.user_id).toBe(tenant.userId);
    expect((await api.anonymous.post("/auth/exchange", { code, code_verifier: verifier })).status).toBe(400);
  });
});
