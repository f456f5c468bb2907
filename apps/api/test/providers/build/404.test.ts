import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { push } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /providers/{provider_id}/builds/{version}", () => {
  it("is not found for any other version", async () => {
    await push(tenant, "acme");
    for (const path of ["builds/20200101.000000", "versions/20200101.000000", "builds/x", "builds/x/logs"]) {
      const { status, body } = await tenant.client.get(`/providers/acme/${path}`);
      expect([status, body]).toEqual([404, { detail: "Build not found" }]);
    }
  });
});
