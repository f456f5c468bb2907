import { afterAll, beforeAll, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { addTypeWithHealth } from "../support/provider.ts";
import { configInput } from "../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ maxWaitingValidations: 0 });
});
afterAll(() => api.close());

it("a value that cannot be validated for now is not called invalid: 503 with Retry-After, and nothing is written", async () => {
  const tenant = await api.tenant();
  await addTypeWithHealth(api, tenant);
  const input = { provider: "acme", resource: "thing", name: "a", config: {}, lifecycle_state: "pending" };
  const { status, headers, body } = await tenant.client.post("/resources/apply", input);
  expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
  expect(body.detail).toMatch(/wait to be validated/);
  expect((await tenant.client.get("/resources/acme%2Fthing%2Fa")).status).toBe(404);
  // Schemas of the product itself wait for nobody.
  expect((await tenant.client.post("/resources/apply", configInput("b", { lifecycle_state: "pending" }))).status).toBe(
    200,
  );
});
