import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../../support/api.ts";
import { addReadable } from "../../../support/provider.ts";
import { configInput, configPath } from "../../../support/resource.ts";
import type { Tenant } from "../../../support/tenant.ts";

const PATH = "/resources/acme%2Fthing%2Fa/drift/check";

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

describe("POST /resources/{id}/drift/check", () => {
  it("is not found for a type that cannot be read", async () => {
    await tenant.client.post("/resources/apply", configInput("a"));
    const { status, body } = await tenant.client.post(configPath("a", "/drift/check"));
    expect(status).toBe(404);
    expect(body.detail).toBe("pragma/config has neither read nor observe to check it with");
    expect((await tenant.client.post(PATH.replace("Fa/", "Fnone/"))).status).toBe(404);
  });
});
