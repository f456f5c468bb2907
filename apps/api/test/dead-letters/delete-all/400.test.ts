import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { insertDeadLetter } from "../../support/dead-letter.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /ops/dead-letter", () => {
  it.each(["", "?all=false"])("refuses to empty it without being told to: %s", async (query) => {
    const tenant = await api.tenant();
    await insertDeadLetter(api, tenant, "p/t/a");
    expect((await tenant.client.delete(`/ops/dead-letter${query}`)).status).toBe(400);
    expect((await tenant.client.get("/ops/dead-letter")).body).toHaveLength(1);
  });
});
