import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { insertDeadLetter } from "../../support/dead-letter.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("GET /ops/dead-letter/{event_id}", () => {
  it("gives one", async () => {
    const tenant = await api.tenant();
    const id = await insertDeadLetter(api, tenant, "pragma/config/a");
    expect((await tenant.client.get(`/ops/dead-letter/${id}`)).body).toMatchObject({ id, event_id: id });
  });
});
