import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("a"));
});
afterAll(() => api.close());

describe("GET /resources/{id}", () => {
  it.each([
    "resource%3Apragma_config_absent",
    "resource%253Apragma_config_a",
    "pragma%252Fconfig%252Fa",
    "nonsense",
    "apply",
    "%20",
  ])("knows no %s", async (segment) => {
    const { status, body } = await tenant.client.get(`/resources/${segment}`);
    expect(status).toBe(404);
    expect(body).toEqual({ detail: "Resource not found" });
  });

  it("is not found for more than one segment", async () => {
    expect((await tenant.client.get("/resources/pragma/config/a")).status).toBe(404);
  });
});
