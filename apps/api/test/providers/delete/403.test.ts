import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { serve } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("DELETE /providers/{provider_id}", () => {
  it("needs resources:write for cascade", async () => {
    await serve(api, tenant, "acme");
    const client = await tenant.withScopes("providers:write");
    const { status, text } = await client.delete("/providers/acme?cascade=true");
    expect(status).toBe(403);
    expect(text).toContain("resources:write");
    expect((await client.delete("/providers/acme")).status).toBe(200);
  });
});
