import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("/settings", () => {
  it("are read by all, and changed by owners, of their own organization alone", async () => {
    const [tenant, other] = [await api.tenant(), await api.tenant()];
    const reader = await tenant.withScopes("resources:read");
    expect(await reader.get("/settings")).toMatchObject({ status: 200, body: { check_every: null } });
    expect((await reader.post("/settings", { check_every: 600 })).status).toBe(403);
    const changed = await tenant.client.post("/settings", { check_every: 600 });
    expect(changed).toMatchObject({ status: 200, body: { check_every: 600 } });
    expect((await reader.get("/settings")).body).toEqual({ check_every: 600 });
    expect((await other.client.get("/settings")).body).toEqual({ check_every: null });
    const audit = await tenant.client.get("/audit?action=organization.settings");
    expect(audit.body).toMatchObject([{ target: tenant.organizationId, details: { check_every: 600, former: null } }]);
  });

  it.each([{ check_every: 59 }, { check_every: "600" }, { check_evry: 600 }, []])("refuse %j", async (body) => {
    const { client } = await api.tenant();
    expect((await client.post("/settings", body)).status).toBe(422);
  });
});
