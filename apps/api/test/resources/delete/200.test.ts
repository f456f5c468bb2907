import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, configPath, settle } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

/** A resource whose event was handed to its provider: its row goes only when the provider confirms. */
async function handedOver(name: string, more: object = {}): Promise<void> {
  await tenant.client.post("/resources/apply", configInput(name, { lifecycle_state: "pending", ...more }));
  await api.pool.query("UPDATE events SET published_at = now(), settled_at = now() WHERE resource_key = $1", [
    `pragma/config/${name}`,
  ]);
  await api.pool.query("UPDATE resources SET handed_config = config WHERE key = $1", [`pragma/config/${name}`]);
  await settle(api.pool, tenant.organizationId, name, { lifecycle_state: "ready", provisioned: true });
}

describe("DELETE /resources/{id}", () => {
  it("makes what a provider holds pending, with the condition Deleting", async () => {
    await handedOver("held");
    const { status, body, headers } = await tenant.client.delete(configPath("held"));
    expect(status).toBe(200);
    expect(headers.get("etag")).toBeTruthy();
    expect(body.lifecycle_state).toBe("pending");
    expect(body.conditions.map((condition: { type: string }) => condition.type)).toContain("Deleting");
  });

  it("does not begin a second deletion", async () => {
    await handedOver("again");
    const first = await tenant.client.delete(configPath("again"));
    const second = await tenant.client.delete(configPath("again"));
    expect(second.status).toBe(200);
    expect(second.body.pending_event_id).toBe(first.body.pending_event_id);
  });

  it("takes dependents with it when told to cascade", async () => {
    await handedOver("base");
    await handedOver("user", { depends_on: ["pragma/config/base"] });
    const { status } = await tenant.client.delete(`${configPath("base")}?dependents=cascade`);
    expect(status).toBe(200);
    const user = await tenant.client.get(configPath("user"));
    expect(user.body.lifecycle_state).toBe("pending");
  });
});
