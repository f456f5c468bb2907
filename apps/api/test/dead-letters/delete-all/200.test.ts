import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { insertDeadLetter } from "../../support/dead-letter.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("DELETE /ops/dead-letter", () => {
  it("discards those of a provider, or all", async () => {
    const tenant = await api.tenant();
    for (const key of ["p/t/a", "p/t/b", "q/t/c"]) await insertDeadLetter(api, tenant, key);
    expect((await tenant.client.delete("/ops/dead-letter?provider=q")).body).toEqual({ deleted_count: 1 });
    expect((await tenant.client.delete("/ops/dead-letter?all=true")).body).toEqual({ deleted_count: 2 });
  });
});
