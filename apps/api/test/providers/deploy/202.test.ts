import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { build, finishDeployment, push, serve } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/deploy", () => {
  it("deploys the newest good build without a body, and an older one by its version", async () => {
    const one = await push(tenant, "acme");
    await build(api, tenant, "acme", one);
    const { status, body } = await tenant.client.post("/providers/acme/deploy");
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: "pending", version: one, healthy: false });
    await finishDeployment(api, tenant, "acme");
    const two = await serve(api, tenant, "acme");
    expect((await tenant.client.get("/providers/acme/deployment")).body).toMatchObject({ version: two });
    const back = await tenant.client.post("/providers/acme/deploy", { version: one, force: null, network: "none" });
    expect(back.body).toMatchObject({ status: "pending", version: one, healthy: true });
    await finishDeployment(api, tenant, "acme");
    const types = await tenant.client.get("/resources/types?provider=acme");
    expect(types.body).toMatchObject([{ provider: "acme", resource: "thing" }]);
  });
});
