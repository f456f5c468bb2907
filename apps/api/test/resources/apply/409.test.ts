import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /resources/apply", () => {
  it("refuses another config while one is pending, with both states", async () => {
    await tenant.client.post("/resources/apply", configInput("busy", { lifecycle_state: "pending" }));
    const { status, body } = await tenant.client.post(
      "/resources/apply",
      configInput("busy", { config: { data: { other: 1 } } }),
    );
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({ resource_id: "resource:pragma_config_busy", current_state: "pending" });
    const kept = await tenant.client.get(configPath("busy"));
    expect(kept.body.config).toEqual({ data: { name: "busy" } });
  });

  it("refuses the second of two identities that share an id, naming the first", async () => {
    const of = (provider: string, resource: string, name: string) => ({ provider, resource, name, config: {} });
    expect((await tenant.client.post("/resources/apply", of("a", "b_c", "d"))).status).toBe(200);
    const { status, body } = await tenant.client.post("/resources/apply", of("a", "b", "c_d"));
    expect(status).toBe(409);
    expect(body.detail.message).toContain("a/b_c/d");
    expect(body.detail.resource_id).toBe("resource:a_b_c_d");
  });
});
