import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { configInput, configPath } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";
import { work } from "../support/work.ts";

let api: TestApi;
let tenant: Tenant;

const key = "pragma/config/a";

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  await tenant.client.post("/resources/apply", configInput("a", { lifecycle_state: "pending" }));
  await work(api, tenant.organizationId);
  await api.pool.query(
    `WITH checked AS (
       INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, found, changes, finding_hash)
       VALUES ($1, $2, 'pragma', now(), 'drifted', $3, 'h1')
     ) UPDATE resources SET drift = 'drifted' WHERE organization_id = $1 AND key = $2`,
    [tenant.organizationId, key, JSON.stringify([{ path: "config.data", declared: {}, found: { by: "hand" } }])],
  );
});
afterAll(() => api.close());

describe("POST /changes with drift", () => {
  it("answers 201 with what a choice would do", async () => {
    const drift = [{ resource: key, choice: "accept" }];
    const { status, body } = await tenant.client.post("/changes", { drift });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      counts: { update: 1 },
      actions: [{ action: "update", document: null, because: { kind: "drift" } }],
    });
    const applied = await tenant.client.post("/changes", { drift, apply: true });
    expect([applied.status, applied.body.status]).toEqual([201, "applying"]);
    await work(api, tenant.organizationId);
    expect((await tenant.client.get(configPath("a"))).body.config).toEqual({ data: { by: "hand" } });
  });

  it.each([
    ["another choice", [{ resource: key, choice: "ignore" }], ["body", "drift", 0, "choice"]],
    ["no choice", [{ resource: key }], ["body", "drift", 0, "choice"]],
    ["another member", [{ resource: key, choice: "revert", force: true }], ["body", "drift", 0]],
    ["what does not exist", [{ resource: "pragma/config/none", choice: "revert" }], ["body", "drift", 0, "resource"]],
  ])("answers 422 for %s", async (_what, drift, loc) => {
    const { status, body } = await tenant.client.post("/changes", { drift });
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(loc);
  });
});
