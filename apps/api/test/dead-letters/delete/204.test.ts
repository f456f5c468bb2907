import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { insertDeadLetter } from "../../support/dead-letter.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /ops/dead-letter/{event_id}", () => {
  it("discards it, and answers the same once it is gone", async () => {
    const tenant = await api.tenant();
    const id = await insertDeadLetter(api, tenant, "pragma/config/a");
    for (const path of [id, id, "nonsense"]) {
      expect((await tenant.client.delete(`/ops/dead-letter/${path}`)).status).toBe(204);
    }
    expect((await tenant.client.get("/ops/dead-letter")).body).toEqual([]);
  });
});
