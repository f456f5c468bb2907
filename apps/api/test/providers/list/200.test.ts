import { putShippedTypes } from "@pragma/db/queries";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { push, serve } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /providers/", () => {
  it("lists what was pushed and what is shipped", async () => {
    const type = {
      schema: "{}",
      outputs_schema: "{}",
      description: null,
      tags: [],
      capabilities: [],
      real: true,
      drift_every: null,
    };
    const shipped = { provider: "postgres", resource: "database", version: "0.1.0", ...type };
    await putShippedTypes(api.core.db, "postgres", [shipped]);
    const version = await serve(api, tenant, "acme");
    await push(tenant, "new");
    const { body } = await tenant.client.get("/providers/");
    expect(body).toMatchObject([
      { provider_id: "acme", current_version: version, deployment_status: "available" },
      { provider_id: "new", current_version: null, deployment_status: null },
      { provider_id: "postgres", current_version: "0.1.0", deployment_status: "available" },
    ]);
    const page = await tenant.client.get("/providers/?limit=2");
    expect([page.body.length, page.headers.get("link")]).toEqual([2, expect.stringContaining('rel="next"')]);
    const deployment = await tenant.client.get("/providers/postgres/deployment");
    expect(deployment.body).toMatchObject({ status: "available", version: "0.1.0", healthy: true });
    expect((await tenant.client.get("/providers/postgres/builds")).body).toEqual([]);
    expect((await tenant.client.delete("/providers/postgres")).status).toBe(409);
  });
});
