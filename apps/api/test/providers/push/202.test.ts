import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { codeForm, providerArchive } from "../../support/archive.ts";
import { countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const path = "/providers/acme/push";

describe("POST /providers/{provider_id}/push", () => {
  it("queues a build, and deploys nothing", async () => {
    const { status, body } = await tenant.client.post(path, codeForm(await providerArchive("acme")));
    expect(status).toBe(202);
    expect(body).toMatchObject({ version: expect.stringMatching(/^\d{8}\.\d{6}$/), status: "pending" });
    const builds = await tenant.client.get("/providers/acme/builds");
    expect(builds.body).toMatchObject([{ provider_id: "acme", version: body.version, status: "pending" }]);
    expect((await tenant.client.get("/providers/acme/deployment")).status).toBe(404);
  });

  it("is safe to repeat with an Idempotency-Key, by the hash of the archive", async () => {
    const archive = await providerArchive("acme");
    const key = { "idempotency-key": "k" };
    const first = await tenant.client.post(path, codeForm(archive), key);
    const before = await countRows(api, tenant.organizationId);
    const again = await tenant.client.post(path, codeForm(archive), key);
    expect([again.status, again.body]).toEqual([202, first.body]);
    const other = await providerArchive("acme", { name: "more", content: "x" });
    expect((await tenant.client.post(path, codeForm(other), key)).status).toBe(422);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });
});
