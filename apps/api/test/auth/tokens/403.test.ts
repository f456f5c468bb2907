import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /auth/tokens", () => {
  it("gives no scope that the creator lacks, and names it", async () => {
    const { client } = await api.tenant({ role: "member" });
    const { status, text } = await client.post("/auth/tokens", {
      name: "a",
      scopes: ["resources:read", "secrets:reveal"],
    });
    expect(status).toBe(403);
    expect(text).toContain("secrets:reveal");
    expect(text).not.toContain("resources:read");
  });

  it("counts the holder's role at the time of each request", async () => {
    const tenant = await api.tenant({ role: "owner" });
    const { body } = await tenant.client.post("/auth/tokens", { name: "a", scopes: ["audit:read"] });
    await api.pool.query("UPDATE memberships SET role = 'member' WHERE user_id = $1", [tenant.userId]);
    expect((await api.client(body.token).get("/audit")).status).toBe(403);
  });
});
