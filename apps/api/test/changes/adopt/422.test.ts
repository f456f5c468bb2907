import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addListable } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addListable(api, tenant);
});
afterAll(() => api.close());

describe("POST /changes with adopt", () => {
  it.each([
    ["10 KB", "a".repeat(10_240)],
    ["NUL", "a\0"],
    ["nothing in it", ""],
  ])("refuses an identity with %s, and asks nobody", async (_what, adopt) => {
    const document = { provider: "acme", resource: "thing", name: "a", adopt, config: {} };
    const { status, body } = await tenant.client.post("/changes", { documents: [document], apply: true });

    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('"documents",0,"adopt"');
    const { rows } = await api.pool.query("SELECT FROM provider_calls");
    expect(rows).toEqual([]);
  });
});
