import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("a call without a valid token", () => {
  it.each([
    {},
    { authorization: "" },
    { authorization: "Bearer" },
    { authorization: "Bearer " },
    { authorization: "Basic dXNlcjpwYXNz" },
    { authorization: "Bearer unknown" },
    { authorization: "Bearer pragma_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
    { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0." },
    { authorization: `Bearer ${"x".repeat(10_000)}` },
  ])("is 401: %j", async (headers) => {
    const { status, body, headers: answered } = await api.anonymous.get("/auth/me", headers);
    expect(status).toBe(401);
    expect(body).toEqual({ detail: "Not authenticated" });
    expect(answered.get("www-authenticate")).toBe("Bearer");
    expect(answered.get("content-type")).toBe("application/json");
  });

  it("is 401 for a token that has expired", async () => {
    const tenant = await api.tenant();
    await api.pool.query("UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1", [
      tenant.tokenId,
    ]);
    expect((await tenant.client.get("/auth/me")).status).toBe(401);
  });
});
