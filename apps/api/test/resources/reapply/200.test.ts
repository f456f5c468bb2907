import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import { work } from "../../support/work.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/reapply", () => {
  it("answers with the resource as it waits for its update, and replays that answer by its key", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    await work(api, organizationId);
    const { body: before } = await client.get(configPath("a"));
    const key = { "idempotency-key": "once" };
    const { status, body, headers } = await client.post(configPath("a", "/reapply"), undefined, key);
    expect(status).toBe(200);
    expect(headers.get("etag")).toBeTruthy();
    expect(body).toMatchObject({ lifecycle_state: "pending", generation: 1, config: before.config });
    await work(api, organizationId);
    const again = await client.post(configPath("a", "/reapply"), undefined, key);
    expect([again.status, again.body]).toEqual([200, body]);
    expect((await client.get(configPath("a"))).body).toMatchObject({ lifecycle_state: "ready", generation: 1 });
  });
});
