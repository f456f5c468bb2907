import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { failedResource, insertDeadLetter } from "../../support/dead-letter.ts";
import { settle } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /ops/dead-letter/retry-all", () => {
  it("retries what is failed, and skips what is gone or fixed", async () => {
    const tenant = await api.tenant();
    await failedResource(api, tenant, "a");
    await failedResource(api, tenant, "b");
    await failedResource(api, tenant, "fixed");
    await settle(api.pool, tenant.organizationId, "fixed", { lifecycle_state: "ready" });
    await insertDeadLetter(api, tenant, "pragma/config/gone");
    expect((await tenant.client.post("/ops/dead-letter/retry-all?provider=other")).body).toEqual({
      retried_count: 0,
      skipped_count: 0,
    });
    expect((await tenant.client.post("/ops/dead-letter/retry-all")).body).toEqual({
      retried_count: 2,
      skipped_count: 2,
    });
  });
});
