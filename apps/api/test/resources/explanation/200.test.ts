import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath, settle } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}/explanation", () => {
  it("leads down to the root cause, and is empty for what is ready", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/resources/apply", configInput("cause"));
    const reference = { data: { a: "${pragma/config/cause.outputs.name}" } };
    await client.post("/resources/apply", configInput("a", { config: reference, lifecycle_state: "pending" }));
    await settle(api.pool, organizationId, "cause", { lifecycle_state: "failed", error: "it broke" });

    const { status, body } = await client.get(configPath("a", "/explanation"));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      way: [
        { id: configId("a"), key: "pragma/config/a", lifecycle_state: "pending", cause: "waits", attempt: 0 },
        { id: configId("cause"), lifecycle_state: "failed", cause: "failed", error: "it broke", attempt: null },
      ],
      others: 0,
      truncated: false,
    });

    await settle(api.pool, organizationId, "cause", { lifecycle_state: "ready" });
    expect((await client.get(configPath("cause", "/explanation"))).body).toMatchObject({ way: [] });
  });
});
