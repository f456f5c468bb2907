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

describe("POST /providers/{provider_id}/deploy", () => {
  it("is not found for a version that was not pushed, or a provider without a good build", async () => {
    await push(tenant, "acme");
    expect((await tenant.client.post("/providers/acme/deploy", { version: "20200101.000000" })).status).toBe(404);
    expect((await tenant.client.post("/providers/acme/deploy")).status).toBe(404);
    expect((await tenant.client.post("/providers/nobodys/deploy", {})).status).toBe(404);
  });
});
