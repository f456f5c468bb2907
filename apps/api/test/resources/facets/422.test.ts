import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /resources/facets", () => {
  it.each([
    ["?lifecycle_state=done", "lifecycle_state"],
    ["?set=UPPER", "set"],
    ["?q=%00", "q"],
  ])("refuses %s", async (query, name) => {
    const { status, body } = await tenant.client.get(`/resources/facets${query}`);
    expect(status).toBe(422);
    expect(body.detail[0].loc.slice(0, 2)).toEqual(["query", name]);
  });
});
