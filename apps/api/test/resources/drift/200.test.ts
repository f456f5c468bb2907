import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addReadable, storeFinding } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

const PATH = "/resources/acme%2Fthing%2Fa/drift";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addReadable(api, tenant);
});
afterAll(() => api.close());

describe("GET /resources/{id}/drift", () => {
  it("says what the last check found, without what is sensitive", async () => {
    const unchecked = await tenant.client.get(PATH);
    expect(unchecked.body).toEqual({ status: "unknown", checked_at: null, due_at: null, error: null, changes: [] });
    await storeFinding(api, tenant);
    const { status, headers, body } = await (await tenant.withScopes("resources:read")).get(PATH);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      status: "drifted",
      checked_at: "2030-01-01T00:00:00.000Z",
      due_at: "2030-01-01T01:00:00.000Z",
      error: null,
      changes: [
        { path: "config.size", declared: 1, found: 2 },
        { path: "config.password", declared: "********", found: "********" },
      ],
    });
  });

  it("reveals it on request", async () => {
    await storeFinding(api, tenant);
    const { body } = await tenant.client.get(`${PATH}?reveal=true`);
    expect(body.changes[1]).toEqual({ path: "config.password", declared: "one", found: "another" });
    const audit = await tenant.client.get("/audit?action=resource.reveal");
    expect(audit.body).toMatchObject([{ target: "resource:acme_thing_a", outcome: "success" }]);
  });
});
