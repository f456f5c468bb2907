import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
let etag: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  const { headers } = await tenant.client.post("/resources/apply", configInput("a"));
  etag = headers.get("etag") ?? "";
});
afterAll(() => api.close());

describe("GET /resources/{id}", () => {
  it("has no body while the tag fits", async () => {
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const { status, text, headers } = await tenant.client.get(configPath("a"), { "if-none-match": header });
      expect(status).toBe(304);
      expect(text).toBe("");
      expect(headers.get("etag")).toBe(etag);
    }
  });

  it("has one again after a change", async () => {
    await tenant.client.post("/resources/apply", configInput("a", { tags: ["changed"] }));
    const { status } = await tenant.client.get(configPath("a"), { "if-none-match": etag });
    expect(status).toBe(200);
  });
});
