import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath, countRows } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/{id}/cancel", () => {
  it("fails what is pending, saying who cancelled it, without a dead letter", async () => {
    const { client, organizationId } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    const { status, body, headers } = await client.post(configPath("a", "/cancel"));
    expect(status).toBe(200);
    expect(headers.get("etag")).toBeTruthy();
    expect(body).toMatchObject({ lifecycle_state: "failed", error: "cancelled by test token", pending_event_id: null });
    expect((await countRows(api, organizationId))["dead_letters"]).toBe(0);
  });

  it.each<[string, string | undefined]>([
    ["no body, though one is announced", undefined],
    ["an empty body", ""],
    ["a body that nobody needs", "{}"],
  ])("takes %s", async (_what, body) => {
    const { client } = await api.tenant();
    await client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
    const { status } = await client.post(configPath("a", "/cancel"), body, { "content-type": "application/json" });
    expect(status).toBe(200);
  });
});
