import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { failedResource } from "../../support/dead-letter.ts";
import { settle } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /ops/dead-letter/{event_id}/retry", () => {
  it("refuses what is no longer failed", async () => {
    const tenant = await api.tenant();
    const id = await failedResource(api, tenant, "a");
    await settle(api.pool, tenant.organizationId, "a", { lifecycle_state: "ready", provisioned: true });
    const { status, body } = await tenant.client.post(`/ops/dead-letter/${id}/retry`);
    expect(status).toBe(409);
    expect(body.detail).toMatchObject({ current_state: "ready", target_state: "pending" });
  });
});
