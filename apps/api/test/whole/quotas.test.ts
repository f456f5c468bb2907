import { DEFAULT_QUOTAS } from "@pragma/core/quota-settings";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { codeForm, providerArchive } from "../support/archive.ts";
import { configInput, configPath } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  const quotas = { ...DEFAULT_QUOTAS, resources: 2, file_bytes: 10, tokens: 2, builds: 1, versions: 2 };
  api = await startApi({ settings: { quotas } });
});
beforeEach(async () => {
  tenant = await api.tenant();
});
afterAll(() => api.close());

const apply = (name: string, more: Record<string, unknown> = {}) =>
  tenant.client.post("/resources/apply", configInput(name, more));
const push = async (provider: string) =>
  tenant.client.post(`/providers/${provider}/push`, codeForm(await providerArchive(provider)));

function upload(name: string, bytes: number) {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)], { type: "text/plain" }), name);
  return tenant.client.post(`/files/${name}/upload`, form);
}

describe("a quota that is used up", () => {
  it("is 409 for resources, with what is used of what, and who can raise it", async () => {
    await apply("a");
    await apply("b");
    const { status, body } = await apply("c");
    expect({ status, detail: body.detail }).toEqual({
      status: 409,
      detail: {
        message: expect.stringMatching(/may have 2 resources and has 2.*an operator of this installation/),
        quota: "resources",
        limit: 2,
        used: 2,
      },
    });
    expect((await apply("a", { config: { data: { changed: true } } })).status).toBe(200);
    expect((await tenant.client.delete(configPath("a"))).status).toBe(204);
    expect((await apply("c")).status).toBe(200);
  });

  it("is a problem of its own type, and is not kept as the answer to a retry", async () => {
    await apply("a");
    await apply("b");
    const retry = () =>
      tenant.client.post("/resources/apply", configInput("c"), {
        "idempotency-key": "once",
        accept: "application/problem+json",
      });
    expect((await retry()).body).toMatchObject({
      type: "urn:pragma:error:quota_exceeded",
      quota: "resources",
      used: 2,
    });
    await tenant.client.delete(configPath("a"));
    expect((await retry()).status).toBe(200);
  });

  it("is 409 for bytes of files", async () => {
    expect((await upload("a", 6)).status).toBe(200);
    const { status, body } = await upload("b", 5);
    expect({ status, detail: body.detail }).toMatchObject({
      status: 409,
      detail: { quota: "file_bytes", limit: 10, used: 6, message: expect.stringContaining("this would add 5") },
    });
    expect((await upload("b", 4)).status).toBe(200);
  });

  it("is 409 for tokens", async () => {
    const create = () => tenant.client.post("/auth/tokens", { name: "ci", scopes: ["resources:read"] });
    expect((await create()).status).toBe(200);
    const { status, body } = await create();
    expect({ status, detail: body.detail }).toMatchObject({
      status: 409,
      detail: { quota: "tokens", limit: 2, used: 2 },
    });
  });

  it("is 429 for builds, with when to try again, and 409 for versions", async () => {
    expect((await push("one")).status).toBe(202);
    const waits = await push("two");
    expect({ status: waits.status, detail: waits.body.detail }).toMatchObject({
      status: 429,
      detail: { quota: "builds", limit: 1, used: 1 },
    });
    expect(Number(waits.headers.get("retry-after"))).toBeGreaterThan(0);
    const end = () =>
      api.pool.query("UPDATE provider_builds SET status = 'failed' WHERE organization_id = $1", [
        tenant.organizationId,
      ]);
    await end();
    expect((await push("two")).status).toBe(202);
    await end();
    const { status, body } = await push("two");
    expect({ status, detail: body.detail }).toMatchObject({
      status: 409,
      detail: { quota: "versions", limit: 2, used: 2 },
    });
  });

  it("holds for replicas that leased from a higher one, once they have read it again", async () => {
    const set = (value: number) =>
      api.pool.query(
        `INSERT INTO organization_limits (organization_id, name, value) VALUES ($1, 'resources', $2)
         ON CONFLICT (organization_id, name) DO UPDATE SET value = EXCLUDED.value`,
        [tenant.organizationId, value],
      );
    await set(100_000);
    const clients = [tenant.client, (await api.replica()).client(tenant.token)];
    const applyBy = (name: string) =>
      Promise.all(
        clients.map(async (client, index) => {
          const { status } = await client.post("/resources/apply", configInput(`${name}-${index}`));
          return status;
        }),
      );
    /** A preview takes nothing. */
    const foreseenBy = () =>
      Promise.all(
        clients.map(async (client) => {
          const { body } = await client.post("/changes/preview", { documents: [configInput("foreseen")] });
          return body.actions[0].action;
        }),
      );
    expect(await applyBy("a")).toEqual([200, 200]);
    await set(2);
    await vi.waitFor(async () => expect(await foreseenBy()).toEqual(["refuse", "refuse"]), { timeout: 120_000 });
    expect(await applyBy("b")).toEqual([409, 409]);
    await set(4);
    await vi.waitFor(async () => expect(await foreseenBy()).toEqual(["create", "create"]), { timeout: 120_000 });
    expect(await applyBy("c")).toEqual([200, 200]);
    expect(await applyBy("d")).toEqual([409, 409]);
  });
});
