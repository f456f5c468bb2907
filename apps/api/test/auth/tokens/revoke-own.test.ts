import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /auth/tokens/current", () => {
  it("ends the token of the request, without any scope for that, and no other", async () => {
    const { client, withScopes } = await api.tenant();
    const reader = await withScopes("resources:read");
    expect((await reader.call("DELETE", "/auth/tokens/current")).status).toBe(204);
    expect((await reader.get("/auth/me")).status).toBe(401);
    expect((await client.get("/auth/me")).status).toBe(200);
    const { body } = await client.get("/audit?action=token.revoke");
    expect(body).toHaveLength(1);
  });
});
