import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addReadable, storeFinding } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

const PATH = "/resources/acme%2Fthing%2Fa/drift";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addReadable(api, tenant);
});
afterAll(() => api.close());

describe("GET /resources/{id}/drift", () => {
  it("reveals nothing without secrets:reveal", async () => {
    await storeFinding(api, tenant);
    const reader = await tenant.withScopes("resources:read", "resources:write");
    const { status, text } = await reader.get(`${PATH}?reveal=true`);
    expect(status).toBe(403);
    expect(text).not.toContain("another");
  });
});
