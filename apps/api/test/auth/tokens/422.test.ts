import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /auth/tokens", () => {
  it.each<[object, string[]]>([
    [{ name: "", scopes: ["resources:read"] }, ["body", "name"]],
    [{ name: "a", scopes: [] }, ["body", "scopes"]],
    [{ name: "a", scopes: ["everything"] }, ["body", "scopes"]],
    [{ name: "a", scopes: ["resources:read"], expires_at: "tomorrow" }, ["body", "expires_at"]],
    [{ name: "a", scopes: ["resources:read"], expires_at: "9999-12-31T23:59:59-01:00" }, ["body", "expires_at"]],
    [{ name: "a", scopes: ["resources:read"], expires_at: "2020-01-01T00:00:00Z" }, ["body", "expires_at"]],
  ])("refuses %j", async (input, loc) => {
    const { client } = await api.tenant();
    const { status, body } = await client.post("/auth/tokens", input);
    expect(status).toBe(422);
    expect(body.detail[0].loc.slice(0, 2)).toEqual(loc);
  });
});
