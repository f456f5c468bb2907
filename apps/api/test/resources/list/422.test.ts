import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
let cursor: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  for (const name of ["a", "b"]) await tenant.client.post("/resources/apply", configInput(name));
  const { headers } = await tenant.client.get("/resources/?limit=1");
  cursor = new URL(/<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? "").searchParams.get("cursor") ?? "";
});
afterAll(() => api.close());

describe("GET /resources/", () => {
  it.each([
    ["?limit=0", "limit"],
    ["?limit=1001", "limit"],
    ["?limit=ten", "limit"],
    ["?limit=1&limit=2", "limit"],
    ["?lifecycle_state=done", "lifecycle_state"],
    ["?provider=%00", "provider"],
    ["?tags=%00", "tags"],
    ["?q=%00", "q"],
    ["?cursor=forged", "cursor"],
    ["?cursor=", "cursor"],
  ])("refuses %s", async (query, name) => {
    const { status, body } = await tenant.client.get(`/resources/${query}`);
    expect(status).toBe(422);
    expect(body.detail[0].loc.slice(0, 2)).toEqual(["query", name]);
  });

  it("refuses a cursor with other filters, of another list, or of another organization", async () => {
    const sealed = encodeURIComponent(cursor);
    expect((await tenant.client.get(`/resources/?cursor=${sealed}&limit=5`)).status).toBe(200);
    expect((await tenant.client.get(`/resources/?cursor=${sealed}&provider=pragma`)).status).toBe(422);
    expect((await tenant.client.get(`/audit?cursor=${sealed}`)).status).toBe(422);
    const { client } = await api.tenant();
    expect((await client.get(`/resources/?cursor=${sealed}`)).status).toBe(422);
  });
});
