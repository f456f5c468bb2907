import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/retry", () => {
  it("applies what was cancelled again", async () => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    await client.post(configPath("a", "/cancel"));
    const { status, body, headers } = await client.post(configPath("a", "/retry"));
    expect(status).toBe(200);
    expect(headers.get("etag")).toBeTruthy();
    expect(body).toMatchObject({ lifecycle_state: "pending", error: null });
  });

  it("gives the first answer again for an Idempotency-Key", async () => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    await client.post(configPath("a", "/cancel"));
    const headers = { "idempotency-key": "retry-a" };
    const first = await client.post(configPath("a", "/retry"), undefined, headers);
    const second = await client.post(configPath("a", "/retry"), undefined, headers);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
  });
});
