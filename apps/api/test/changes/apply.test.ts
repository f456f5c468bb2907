import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";

import type { Tenant } from "../support/tenant.ts";
import { work } from "../support/work.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const config = (name: string, data: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});
const path = (name: string): string => `/resources/pragma%2Fconfig%2F${name}`;

async function plan(body: object): Promise<string> {
  const answer = await tenant.client.post("/changes", body);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function applied(body: object): Promise<string> {
  const id = await plan({ ...body, apply: true });
  await work(api, tenant.organizationId);
  expect((await tenant.client.get(`/changes/${id}?wait=10`)).body.status).toBe("succeeded");
  return id;
}

describe("POST /changes/{id}/apply", () => {
  it("writes what was planned, and answers it as it is when it is asked again", async () => {
    const id = await plan({ documents: [config("one")], set: "first" });
    const first = await tenant.client.post(`/changes/${id}/apply`, undefined);
    expect(first).toMatchObject({ status: 200, body: { status: "applying", set: "first" } });
    expect((await tenant.client.get(path("one"))).body).toMatchObject({ set: "first", change_id: id });
    await work(api, tenant.organizationId);
    await tenant.client.get(`/changes/${id}?wait=10`);
    const again = await tenant.client.post(`/changes/${id}/apply`, undefined);
    expect(again).toMatchObject({ status: 200, body: { status: "succeeded" } });
    const history = await tenant.client.get(`${path("one")}/events`);
    expect(new Set(history.body.map((line: { change_id: string }) => line.change_id))).toEqual(new Set([id]));
    expect((await tenant.client.get("/resources/?set=first")).body).toMatchObject([{ name: "one" }]);
  });

  it("answers 409 with what has moved, and the plan is stale", async () => {
    await applied({ documents: [config("moved"), config("still")] });
    const id = await plan({ documents: [config("moved", { x: 1 }), config("still", { x: 1 })] });
    await tenant.client.post("/resources/apply", { ...config("moved", { x: 2 }), lifecycle_state: "pending" });
    const answer = await tenant.client.post(`/changes/${id}/apply`, undefined);
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: { stale: ["resource:pragma_config_moved"], change_status: "stale" } },
    });
    expect((await tenant.client.get(path("still"))).body.config).toEqual({ data: {} });
    expect((await tenant.client.post(`/changes/${id}/apply`, undefined)).status).toBe(409);
    await work(api, tenant.organizationId);
  });

  it("makes the plan stale or expired with an Idempotency-Key, too, and says the same again", async () => {
    await applied({ documents: [config("keyed")] });
    const stale = await plan({ documents: [config("keyed", { x: 1 })] });
    const expired = await plan({ documents: [config("keyed", { x: 1 })] });
    await tenant.client.post("/resources/apply", { ...config("keyed", { x: 2 }), lifecycle_state: "pending" });
    await api.pool.query("UPDATE changes SET expires_at = now() - interval '1 second' WHERE id = $1", [expired]);
    for (const [id, status] of [
      [stale, "stale"],
      [expired, "expired"],
    ] as const) {
      const apply = () => tenant.client.post(`/changes/${id}/apply`, undefined, { "idempotency-key": "once" });
      const first = await apply();
      expect(first).toMatchObject({ status: 409, body: { detail: { change_status: status } } });
      expect((await tenant.client.get(`/changes/${id}`)).body.status).toBe(status);
      expect(await apply()).toMatchObject({ status: 409, body: first.body });
    }
    await work(api, tenant.organizationId);
  });

  it("keeps the plan while a provider has a resource in hand", async () => {
    await applied({ documents: [config("flying")] });
    const id = await plan({ documents: [config("flying", { x: 1 })] });
    // The same config again: with its provider, but not another generation.
    await api.pool.query(
      `UPDATE resources SET lifecycle_state = 'processing', pending_event_id = gen_random_uuid() WHERE organization_id = $1 AND name = 'flying'`,
      [tenant.organizationId],
    );
    const busy = await tenant.client.post(`/changes/${id}/apply`, undefined);
    expect(busy).toMatchObject({ status: 409, body: { detail: { busy: ["resource:pragma_config_flying"] } } });
    expect((await tenant.client.get(`/changes/${id}`)).body.status).toBe("planned");
    await api.pool.query(
      `UPDATE resources SET lifecycle_state = 'ready', pending_event_id = NULL WHERE organization_id = $1 AND name = 'flying'`,
      [tenant.organizationId],
    );
    expect((await tenant.client.post(`/changes/${id}/apply`, undefined)).status).toBe(200);
    await work(api, tenant.organizationId);
  });

  it("is ended while it is being carried out, and answered as it is when that is repeated", async () => {
    const id = await plan({ documents: [config("unending", { x: "${pragma/config/nobody.outputs.x}" })] });
    const end = (query = "") => tenant.client.post(`/changes/${id}/end${query}`, undefined);
    expect(await end()).toMatchObject({ status: 409, body: { detail: { change_status: "planned" } } });
    expect((await end("?running=perhaps")).status).toBe(422);
    await tenant.client.post(`/changes/${id}/apply`, undefined);
    expect((await tenant.client.get(`/changes/${id}`)).body).toMatchObject({ status: "applying", ended_at: null });
    expect(await end("?running=cancel")).toMatchObject({ status: 200, body: { ended_by: { type: "token" } } });
    await expect
      .poll(async () => (await tenant.client.get(`/changes/${id}`)).body)
      .toMatchObject({ status: "failed", blocked: [], actions: [{ state: "failed", attempts: 0 }] });
    expect((await end()).body).toMatchObject({ status: "failed" });
  });

  it("does not apply what was discarded or has expired", async () => {
    const discarded = await plan({ documents: [config("never")] });
    await tenant.client.post(`/changes/${discarded}/discard`, undefined);
    expect((await tenant.client.post(`/changes/${discarded}/discard`, undefined)).status).toBe(200);
    expect((await tenant.client.post(`/changes/${discarded}/apply`, undefined)).status).toBe(409);
    const expired = await plan({ documents: [config("never")] });
    await api.pool.query("UPDATE changes SET expires_at = now() - interval '1 second' WHERE id = $1", [expired]);
    expect((await tenant.client.post(`/changes/${expired}/apply`, undefined)).status).toBe(409);
    expect((await tenant.client.get(`/changes/${expired}`)).body.status).toBe("expired");
    expect((await tenant.client.get(path("never"))).status).toBe(404);
  });
});

describe("POST /changes/{id}/revert", () => {
  it("plans what was before: secrets, tags and set included", async () => {
    const secret = (text: string, tags: string[]) => ({
      provider: "pragma",
      resource: "secret",
      name: "reverted",
      config: { data: { k: text } },
      tags,
    });
    await applied({ documents: [secret("old", ["a"]), config("kept")], set: "before" });
    const change = await applied({
      documents: [secret("new", ["b"]), config("added")],
      delete: [{ resource: "pragma/config/kept" }],
    });
    const reverted = await tenant.client.post(`/changes/${change}/revert`, undefined);
    expect(reverted).toMatchObject({ status: 201, body: { status: "planned", reverts: change } });
    expect(reverted.body.counts).toMatchObject({ create: 1, update: 1, delete: 1, refuse: 0 });
    expect(reverted.text).not.toContain("old");
    await tenant.client.post(`/changes/${reverted.body.id}/apply`, undefined);
    await work(api, tenant.organizationId);
    expect((await tenant.client.get("/resources/pragma%2Fsecret%2Freverted?reveal=true")).body).toMatchObject({
      config: { data: { k: "old" } },
      tags: ["a"],
      set: "before",
    });
    expect((await tenant.client.get(path("kept"))).body).toMatchObject({ set: "before" });
    expect((await tenant.client.get(path("added"))).status).toBe(404);
  });

  it("refuses by name what others have changed since, unless forced", async () => {
    await applied({ documents: [config("shared", { at: 1 })] });
    const change = await applied({ documents: [config("shared", { at: 2 })] });
    await tenant.client.post("/resources/apply", { ...config("shared", { at: 3 }), lifecycle_state: "pending" });
    await work(api, tenant.organizationId);
    const refused = await tenant.client.post(`/changes/${change}/revert`, undefined);
    expect(refused.body).toMatchObject({ counts: { refuse: 1 }, actions: [{ issues: [{ type: "changed_since" }] }] });
    const forced = await tenant.client.post(`/changes/${change}/revert`, { force: true });
    expect(forced.body).toMatchObject({ counts: { update: 1, refuse: 0 } });
    const atOnce = await tenant.client.post(`/changes/${change}/revert`, { apply: true });
    expect(atOnce).toMatchObject({ status: 422, body: { detail: [{ type: "changed_since" }] } });
    const { body: seen } = await tenant.client.post(`/changes/${change}/revert`, { force: true, preview: true });
    const asSeen = { force: true, apply: true, basis: seen.basis };
    const done = await tenant.client.post(`/changes/${change}/revert`, asSeen);
    expect(done).toMatchObject({ status: 201, body: { status: "applying", reverts: change, counts: { update: 1 } } });
    await work(api, tenant.organizationId);
    const again = await tenant.client.post(`/changes/${change}/revert`, asSeen);
    expect(again).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("no longer what its preview showed") },
    });
    const plan = await tenant.client.post("/changes", { documents: [config("unapplied")] });
    expect((await tenant.client.post(`/changes/${plan.body.id}/revert`, undefined)).status).toBe(409);
  });
});
