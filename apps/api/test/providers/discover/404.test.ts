import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/discover", () => {
  it("knows no provider of that name", async () => {
    const tenant = await api.tenant();

    expect(await tenant.client.post("/providers/acme/discover", { type: "thing" })).toMatchObject({ status: 404 });
  });
});
