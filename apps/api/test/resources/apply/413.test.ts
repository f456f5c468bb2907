import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, countRows } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("POST /resources/apply", () => {
  it("refuses a body over 1 MiB, and writes nothing", async () => {
    const tenant = await api.tenant();
    const input = configInput("big", { config: { data: { text: "x".repeat(1024 * 1024) } } });
    const { status, body } = await tenant.client.post("/resources/apply", input);
    expect(status).toBe(413);
    expect(body.detail).toEqual(expect.any(String));
    expect((await countRows(api, tenant.organizationId))["resources"]).toBe(0);
  });
});
