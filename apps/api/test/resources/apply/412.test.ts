import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("there"));
});
afterAll(() => api.close());

describe("POST /resources/apply", () => {
  it.each([
    ["If-Match of an absent resource", "absent", { "if-match": '"1"' }],
    ["If-Match: * of an absent resource", "absent", { "if-match": "*" }],
    ["If-Match that no longer fits", "there", { "if-match": '"999"' }],
    ["a weak If-Match", "there", { "if-match": 'W/"1"' }],
    ["If-None-Match: * of one that exists", "there", { "if-none-match": "*" }],
  ])("refuses %s, and writes nothing", async (_what, name, headers) => {
    const before = await countRows(api, tenant.organizationId);
    const { status } = await tenant.client.post("/resources/apply", configInput(name, { tags: ["x"] }), headers);
    expect(status).toBe(412);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it("lets one of two writers with the same tag through", async () => {
    const { headers } = await tenant.client.get("/resources/pragma%2Fconfig%2Fthere");
    const ifMatch = { "if-match": headers.get("etag") ?? "" };
    const answers = await Promise.all(
      ["a", "b", "c"].map((tag) =>
        tenant.client.post("/resources/apply", configInput("there", { tags: [tag] }), ifMatch),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });
});
