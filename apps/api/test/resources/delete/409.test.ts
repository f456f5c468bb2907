import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath, countRows, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

async function refused(path: string): Promise<Record<string, unknown>> {
  const before = await countRows(api, tenant.organizationId);
  const { status, body } = await tenant.client.delete(path);
  expect(status).toBe(409);
  expect(await countRows(api, tenant.organizationId)).toEqual(before);
  return body.detail;
}

describe("DELETE /resources/{id}", () => {
  it("refuses what is protected", async () => {
    await tenant.client.post("/resources/apply", configInput("guarded", { deletion_protected: true }));
    expect((await refused(configPath("guarded")))["protected"]).toEqual([configId("guarded")]);
  });

  it("refuses what others depend on, listing them", async () => {
    await tenant.client.post("/resources/apply", configInput("base"));
    await tenant.client.post("/resources/apply", configInput("user", { depends_on: ["pragma/config/base"] }));
    expect((await refused(configPath("base")))["dependents"]).toEqual([configId("user")]);
  });

  it("refuses a cascade that would reach something protected", async () => {
    await tenant.client.post("/resources/apply", configInput("root"));
    await tenant.client.post(
      "/resources/apply",
      configInput("leaf", { depends_on: ["pragma/config/root"], deletion_protected: true }),
    );
    expect((await refused(`${configPath("root")}?dependents=cascade`))["protected"]).toEqual([configId("leaf")]);
  });

  it("refuses what its provider is working on", async () => {
    await tenant.client.post("/resources/apply", configInput("busy", { lifecycle_state: "pending" }));
    await settle(api.pool, tenant.organizationId, "busy", { lifecycle_state: "processing" });
    expect(await refused(configPath("busy"))).toMatchObject({ current_state: "processing" });
  });
});
