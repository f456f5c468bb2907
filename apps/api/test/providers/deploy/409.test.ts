import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { build, push, serve } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/deploy", () => {
  it("refuses a build that is not finished, and a second deployment", async () => {
    const version = await push(tenant, "busy");
    expect((await tenant.client.post("/providers/busy/deploy", { version })).status).toBe(409);
    await build(api, tenant, "busy", version);
    expect((await tenant.client.post("/providers/busy/deploy", { version })).status).toBe(202);
    expect((await tenant.client.post("/providers/busy/deploy", { version })).status).toBe(409);
  });

  it("lists the resources that it would break", async () => {
    await serve(api, tenant, "acme");
    const input = { provider: "acme", resource: "thing", name: "a", config: {}, lifecycle_state: "pending" };
    expect((await tenant.client.post("/resources/apply", input)).status).toBe(200);
    const version = await push(tenant, "acme");
    await build(api, tenant, "acme", version, { type: "object", required: ["size"], properties: { size: {} } });
    const { status, body } = await tenant.client.post("/providers/acme/deploy");
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({
      message: expect.stringContaining("resource:acme_thing_a"),
      dependents: ["resource:acme_thing_a"],
    });
    expect((await tenant.client.post("/providers/acme/deploy", { force: true })).status).toBe(202);
  });
});
