import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addTypeWithHealth, answerNextQuestion } from "../../support/provider.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}/health", () => {
  it("says what the provider says", async () => {
    const tenant = await api.tenant();
    await addTypeWithHealth(api, tenant);
    await tenant.client.post("/resources/apply", { provider: "acme", resource: "thing", name: "a", config: {} });
    const health = { status: "degraded", message: "slow", details: { latency_ms: 700 } };
    const [answer] = await Promise.all([
      tenant.client.get("/resources/acme%2Fthing%2Fa/health"),
      answerNextQuestion(api, () => health),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(health);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});
