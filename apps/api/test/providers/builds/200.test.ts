import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { push } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /providers/{provider_id}/builds", () => {
  it("lists the last ten, newest first", async () => {
    const versions: string[] = [];
    for (let count = 0; count < 11; count++) versions.push(await push(tenant, "acme"));
    const { body } = await tenant.client.get("/providers/acme/builds");
    expect(body.map((one: { version: string }) => one.version)).toEqual(versions.slice(1).reverse());
  });

  it("is not found for an absent provider", async () => {
    expect((await tenant.client.get("/providers/nobodys/builds")).status).toBe(404);
  });
});
