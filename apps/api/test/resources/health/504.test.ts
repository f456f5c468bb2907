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
  it.each([
    ["application/json", { detail: expect.stringContaining("acme/thing/a") }],
    ["application/problem+json", { status: 504, type: "urn:pragma:error:provider_timeout" }],
  ])("is a gateway timeout when the provider keeps silent, as %s", async (accept, told) => {
    const [{ status, headers, body }] = await Promise.all([
      tenant.client.get("/resources/acme%2Fthing%2Fa/health", { accept }),
      answerNextQuestion(api, () => {
        throw new DOMException("no answer within 10 s", "TimeoutError");
      }),
    ]);
    expect(status).toBe(504);
    expect(headers.get("content-type")).toBe(accept);
    expect(body).toMatchObject(told);
    await api.pool.query("DELETE FROM provider_calls");
  });
});
