import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/cancel", () => {
  it("refuses if nothing is in progress", async () => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a"));
    const { status, body } = await client.post(configPath("a", "/cancel"));
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({ resource_id: configId("a"), current_state: "draft", target_state: "failed" });
  });

  it("is not found for an absent resource", async () => {
    const { client } = await api.tenant();
    expect((await client.post(configPath("absent", "/cancel"))).status).toBe(404);
  });
});
