import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import type { Client } from "../../support/client.ts";
import { serve } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let replica: Awaited<ReturnType<TestApi["replica"]>>;
let tenant: Tenant;
/** The tenant's client of the other replica, which has seen the types of the first deployment. */
let there: Client;

beforeAll(async () => {
  api = await startApi();
  replica = await api.replica();
});
beforeEach(async () => {
  tenant = await api.tenant();
  there = replica.client(tenant.client.token ?? "");
  await serve(api, tenant, "acme", has({ old: { type: "integer" } }));
  expect((await apply("before", {})).status).toBe(200);
});
afterAll(() => api.close());

const has = (properties: JsonObject) => ({ type: "object", properties, additionalProperties: false });

const apply = (name: string, config: JsonObject) =>
  there.post("/resources/apply", { provider: "acme", resource: "thing", name, config, lifecycle_state: "pending" });

describe("what another replica does next", () => {
  it("goes by the new version, once the deployment is available", async () => {
    await serve(api, tenant, "acme", has({ new: { type: "string", sensitive: true } }));
    expect((await there.get("/providers/acme/deployment")).body).toMatchObject({ status: "available" });
    expect(await apply("a", { new: "a new secret" })).toMatchObject({
      status: 200,
      body: { config: { new: "********" } },
    });
    expect(await apply("b", { old: 1 })).toMatchObject({ status: 422 });
    expect((await there.get("/resources/types?provider=acme")).body).toMatchObject([
      { schema: { properties: { new: {} } } },
    ]);
  });

  it("accepts nothing of a provider that is gone", async () => {
    await there.delete("/resources/acme%2Fthing%2Fbefore");
    expect((await tenant.client.delete("/providers/acme")).body).toMatchObject({ deployment_deleted: true });
    expect(await apply("a", {})).toMatchObject({ status: 422, body: { detail: [{ type: "unknown_type" }] } });
    expect((await there.get("/resources/")).body).toEqual([]);
  });
});
