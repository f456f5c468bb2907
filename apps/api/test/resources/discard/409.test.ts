import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/discard", () => {
  it.each(["draft", "pending"] as const)("refuses what is %s and has never been ready", async (state) => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: state }));
    const { status, body } = await client.post(configPath("a", "/discard"));
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({ resource_id: configId("a"), current_state: state });
  });

  it("is not found for an absent resource", async () => {
    const { client } = await api.tenant();
    expect((await client.post(configPath("absent", "/discard"))).status).toBe(404);
  });
});
