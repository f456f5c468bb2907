import { resourceFacetsSchema } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  const { client, organizationId, pool } = { ...tenant, pool: api.pool };
  await client.post("/resources/apply", configInput("a", { tags: ["low", "__proto__"] }));
  await client.post("/resources/apply", configInput("b", { tags: ["low"] }));
  await client.post("/resources/apply", configInput("c"));
  await settle(pool, organizationId, "c", { lifecycle_state: "failed", error: "it broke" });
});
afterAll(() => api.close());

describe("GET /resources/facets", () => {
  it("counts by type, state, tag and set", async () => {
    const { status, body, text } = await tenant.client.get("/resources/facets");
    expect(status).toBe(200);
    expect(resourceFacetsSchema.parse(body)).toMatchObject({
      by_type: { "pragma/config": 3 },
      by_state: { draft: 2, failed: 1 },
      by_set: {},
      total: 3,
    });
    expect(text).toContain('"by_tag":{"low":2,"__proto__":1}');
  });

  it.each([
    ["?tags=low&tags=__proto__", 1],
    ["?lifecycle_state=failed", 1],
    ["?q=config/b", 1],
    ["?set=absent", 0],
    ["?provider=pragma&resource=config", 3],
  ])("counts what %s selects, as the list does", async (query, total) => {
    expect((await tenant.client.get(`/resources/facets${query}`)).body.total).toBe(total);
    expect((await tenant.client.get(`/resources/${query}`)).body).toHaveLength(total);
  });

  it("counts nothing of another organization", async () => {
    const { client } = await api.tenant();
    const nothing = { by_type: {}, by_state: {}, by_drift: {}, by_tag: {}, by_set: {}, total: 0 };
    expect((await client.get("/resources/facets")).body).toEqual(nothing);
  });
});
