import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { build, push } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /providers/{provider_id}/builds/{version}", () => {
  it("gives one build, under both of its paths", async () => {
    const version = await push(tenant, "acme");
    await build(api, tenant, "acme", version);
    const one = await tenant.client.get(`/providers/acme/builds/${version}`);
    expect(one.body).toMatchObject({ provider_id: "acme", version, status: "success", error_message: null });
    expect((await tenant.client.get(`/providers/acme/versions/${version}`)).body).toEqual(one.body);
  });
});
