import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { serve } from "../../support/pushed.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("DELETE /providers/{provider_id}", () => {
  it("deletes resources first with cascade, and is safe to repeat", async () => {
    const before = await countRows(api, tenant.organizationId);
    await serve(api, tenant, "acme");
    const input = { provider: "acme", resource: "thing", name: "a", config: {}, lifecycle_state: "pending" };
    await tenant.client.post("/resources/apply", input);
    const refused = await tenant.client.delete("/providers/acme");
    expect([refused.status, refused.body.detail.dependents]).toEqual([409, ["resource:acme_thing_a"]]);
    const { status, body } = await tenant.client.delete("/providers/acme?cascade=true");
    expect([status, body]).toEqual([200, { provider_id: "acme", deployment_deleted: true, resources_deleted: 1 }]);
    const again = await tenant.client.delete("/providers/acme?cascade=true");
    expect(again.body).toEqual({ provider_id: "acme", deployment_deleted: true, resources_deleted: 0 });
    const after = await countRows(api, tenant.organizationId);
    for (const table of ["resources", "provider_builds", "provider_types", "blob_parts"]) {
      expect([table, after[table]]).toEqual([table, before[table]]);
    }
  });
});
