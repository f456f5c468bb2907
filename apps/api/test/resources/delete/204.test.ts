import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("DELETE /resources/{id}", () => {
  it("removes a draft at once", async () => {
    await tenant.client.post("/resources/apply", configInput("draft"));
    const { status, text, headers } = await tenant.client.delete(configPath("draft"));
    expect([status, text, headers.get("content-type")]).toEqual([204, "", null]);
    expect((await tenant.client.get(configPath("draft"))).status).toBe(404);
  });

  it("answers the same for an unknown one, and for one that is gone", async () => {
    expect((await tenant.client.delete(configPath("never"))).status).toBe(204);
    expect((await tenant.client.delete("/resources/nonsense")).status).toBe(204);
  });

  it("forgets an orphan without its provider, and audits that", async () => {
    await tenant.client.post("/resources/apply", configInput("lost", { lifecycle_state: "pending" }));
    await settle(api.pool, tenant.organizationId, "lost", { lifecycle_state: "ready", provisioned: true });
    expect((await tenant.client.delete(`${configPath("lost")}?orphan=true`)).status).toBe(204);
    const { body } = await tenant.client.get("/audit?target=resource:pragma_config_lost");
    expect(body[0].action).toContain("orphan");
  });
});
