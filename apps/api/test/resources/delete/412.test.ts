import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("DELETE /resources/{id}", () => {
  it("refuses an If-Match that no longer fits, and takes the one that does", async () => {
    const { headers } = await tenant.client.post("/resources/apply", configInput("a"));
    const old = { "if-match": headers.get("etag") ?? "" };
    const changed = await tenant.client.post("/resources/apply", configInput("a", { tags: ["x"] }));
    expect((await tenant.client.delete(configPath("a"), old)).status).toBe(412);
    expect(
      (await tenant.client.delete(configPath("a"), { "if-match": changed.headers.get("etag") ?? "" })).status,
    ).toBe(204);
  });

  it("refuses an If-Match on an absent resource", async () => {
    expect((await tenant.client.delete(configPath("absent"), { "if-match": "*" })).status).toBe(412);
  });
});
