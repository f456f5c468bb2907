import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { codeForm, providerArchive } from "../../support/archive.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/push", () => {
  it("refuses the platform's own provider", async () => {
    const before = await countRows(api, tenant.organizationId);
    const { status } = await tenant.client.post("/providers/pragma/push", codeForm(await providerArchive("pragma")));
    expect(status).toBe(409);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });
});
