import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addTypeWithHealth, answerNextQuestion } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await addTypeWithHealth(api, tenant);
  await tenant.client.post("/resources/apply", { provider: "acme", resource: "thing", name: "a", config: {} });
});
afterAll(() => api.close());

describe("GET /resources/{id}/health", () => {
  it.each<[string, () => string]>([
    ["throws", () => fail("connection refused")],
    ["answers nonsense", () => "nonsense"],
  ])("is a bad gateway when the provider %s", async (_what, answer) => {
    const [{ status, text }] = await Promise.all([
      tenant.client.get("/resources/acme%2Fthing%2Fa/health"),
      answerNextQuestion(api, answer),
    ]);
    expect(status).toBe(502);
    expect(text).toContain("acme/thing/a");
    await api.pool.query("DELETE FROM provider_calls");
  });
});

function fail(message: string): never {
  throw new Error(message);
}
