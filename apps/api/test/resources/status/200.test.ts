import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath, settle } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /resources/{id}/status", () => {
  it("says where the resource stands, and nothing else", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/resources/apply", configInput("a"));
    const draft = await client.get(configPath("a", "/status"));
    expect(draft.body).toEqual({ resource_id: configId("a"), lifecycle_state: "draft", error: null });
    await settle(api.pool, organizationId, "a", { lifecycle_state: "failed", error: "it broke" });
    const failed = await client.get(configPath("a", "/status/"));
    expect(failed.body).toEqual({ resource_id: configId("a"), lifecycle_state: "failed", error: "it broke" });
  });
});
