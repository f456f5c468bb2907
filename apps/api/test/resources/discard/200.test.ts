import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";
import { work } from "../../support/work.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/discard", () => {
  it("answers with the resource as before the draft, and replays that answer by its key", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending", config: { data: { v: 1 } } }));
    await work(api, organizationId);
    const { body: before } = await client.get(configPath("a"));
    const staged = await client.post("/resources/apply", configInput("a", { config: { data: { v: 2 } } }));
    expect(staged.body).toMatchObject({ lifecycle_state: "draft", generation: 2, observed_generation: 1 });

    const key = { "idempotency-key": "once" };
    const { status, body, headers } = await client.post(configPath("a", "/discard"), undefined, key);
    expect(status).toBe(200);
    expect(headers.get("etag")).toBeTruthy();
    expect(body).toMatchObject({
      lifecycle_state: "ready",
      generation: 1,
      observed_generation: 1,
      config: before.config,
    });
    expect(body.outputs).toEqual(before.outputs);
    const again = await client.post(configPath("a", "/discard"), undefined, key);
    expect([again.status, again.body]).toEqual([200, body]);
  });
});
