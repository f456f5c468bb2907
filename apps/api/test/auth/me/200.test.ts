import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /auth/me", () => {
  it("says who the token is, whatever its scopes", async () => {
    const tenant = await api.tenant();
    const expected = {
      user_id: tenant.userId,
      email: `${tenant.userId}@example.com`,
      organization_id: tenant.organizationId,
      organization_name: "Acme",
    };
    expect((await tenant.client.get("/auth/me")).body).toEqual(expected);
    const limited = await tenant.withScopes("audit:read");
    expect((await limited.get("/auth/me/")).body).toEqual(expected);
  });
});
