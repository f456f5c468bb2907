import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { failedResource } from "../../support/dead-letter.ts";
import { configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /ops/dead-letter/{event_id}/retry", () => {
  it("queues the same event again, and removes the dead letter", async () => {
    const tenant = await api.tenant();
    const id = await failedResource(api, tenant, "a");
    const { status, body } = await tenant.client.post(`/ops/dead-letter/${id}/retry`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      event_id: id,
      provider: "pragma",
      resource_type: "config",
      resource_name: "a",
      event_type: "CREATE",
    });
    const resource = await tenant.client.get(configPath("a"));
    expect(resource.body).toMatchObject({ lifecycle_state: "pending", pending_event_id: id, error: null });
    expect((await tenant.client.get(`/ops/dead-letter/${id}`)).status).toBe(404);
  });
});
