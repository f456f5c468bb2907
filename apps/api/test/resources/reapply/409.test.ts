import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configId, configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/reapply", () => {
  it.each(["draft", "pending"])("refuses what is %s, and changes nothing", async (state) => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: state }));
    const before = await client.get(configPath("a"));
    const { status, body } = await client.post(configPath("a", "/reapply"));
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({ resource_id: configId("a"), current_state: state });
    expect((await client.get(configPath("a"))).body).toEqual(before.body);
  });

  it("knows no absent resource", async () => {
    const { client } = await api.tenant();
    expect((await client.post(configPath("absent", "/reapply"))).status).toBe(404);
  });
});
